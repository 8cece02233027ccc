import { listWords } from './en/lists.ts'
import { roomWords } from './en/rooms.ts'
import { shell } from './en/shell.ts'
import { words as core } from './index.ts'

/** What every page of the app needs before its own code is there: the frame, and the rooms' names. */
export const words = { ...core, ...listWords, ...shell, ...roomWords }
