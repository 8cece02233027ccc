import { words as app } from './app.ts'
import { audit } from './en/audit.ts'
import { deedWords } from './en/deeds.ts'

export const words = { ...app, ...audit, ...deedWords }
