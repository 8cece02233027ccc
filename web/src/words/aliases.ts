import { words as app } from './app.ts'
import { aliasWords } from './en/aliases.ts'

export const words = { ...app, ...aliasWords }
