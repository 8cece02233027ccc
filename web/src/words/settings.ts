import { words as app } from './app.ts'
import { settings } from './en/settings.ts'

export const words = { ...app, ...settings }
