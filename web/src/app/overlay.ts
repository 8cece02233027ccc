import { createStore } from '../lib/store.ts'

/** The shell's own dialog that is open. Their code is loaded when the first is wanted. */
export const overlay = createStore<'palette' | 'help' | 'password' | null>(null)

/** Whether the navigation is open as a drawer (narrow windows only). */
export const drawer = createStore(false)
