import { words as app } from './app.ts'
import { jobWords } from './en/jobs.ts'

export const words = { ...app, ...jobWords }
