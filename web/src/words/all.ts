import { en } from './en.ts'
import { words } from './index.ts'

// Imported first by the app's entry: modules read their words when they are loaded.
Object.assign(words, en)
