import { words as app } from './app.ts'
import { dkimWords } from './en/dkim.ts'

export const words = { ...app, ...dkimWords }
