import { words as app } from './app.ts'
import { accounts } from './en/accounts.ts'

export const words = { ...app, ...accounts }
