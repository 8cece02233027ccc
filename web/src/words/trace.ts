import { words as app } from './app.ts'
import { traceWords } from './en/trace.ts'

export const words = { ...app, ...traceWords }
