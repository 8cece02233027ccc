import { words as app } from './app.ts'
import { mail } from './en/mail.ts'

export const words = { ...app, ...mail }
