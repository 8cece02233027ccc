import { words as app } from './app.ts'
import { tokens } from './en/tokens.ts'

export const words = { ...app, ...tokens }
