import { words as app } from './app.ts'
import { deedWords } from './en/deeds.ts'
import { overview } from './en/overview.ts'

export const words = { ...app, ...overview, ...deedWords }
