import { words as app } from './app.ts'
import { users } from './en/users.ts'

export const words = { ...app, ...users }
