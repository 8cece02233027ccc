import { kit } from './en/kit.ts'
import { login } from './en/login.ts'

/**
 * What both entries need: the kit, and signing in. Rooms take their words from the file of their own beside this one,
 * which has these too and is loaded with the room's code. Only these files name a language; a translation is a folder
 * beside `en` with values of the same types.
 */
export const words = { product: 'Mission Control', locale: 'en-GB', ...kit, ...login }
