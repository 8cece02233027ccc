import { words as app } from './app.ts'
import { trash } from './en/trash.ts'

export const words = { ...app, ...trash }
