import { words as app } from './app.ts'
import { services } from './en/services.ts'

export const words = { ...app, ...services }
