import { en } from './en.ts'

/** The catalogue's type: a translation is one more file with a value of it. Plain sentences or functions that make one. */
export type Words = typeof en

/** Every word of the page. */
export const words: Words = en
