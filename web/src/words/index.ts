import { core } from './core.ts'
import type { en } from './en.ts'

/** The catalogue's type: a translation is one more file with a value of it. Plain sentences or functions that make one. */
export type Words = typeof en

/**
 * Every word of the page. The small entry has the first of them only and uses no others; the app's entry adds the rest
 * (`all.ts`) before any of its modules runs, hence the type.
 */
export const words = { ...core } as Words
