import { words as app } from './app.ts'
import { queueWords } from './en/queue.ts'

export const words = { ...app, ...queueWords }
