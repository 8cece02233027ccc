import { PASSWORD } from '@mc/shared/rules'
import { words } from '../words/index.ts'

const classes = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u]
const letters = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '-_.+!?=#%']

/** How many of upper case, lower case, digits and other signs occur. */
const classCount = (value: string) => classes.filter((pattern) => pattern.test(value)).length

/** What is wrong with a password by the rules that the server applies, as one sentence; undefined when it is right. */
export const passwordProblem = (value: string, ownName = ''): string | undefined => {
  const text = value.normalize('NFC')
  const length = [...text].length
  if (length < PASSWORD.minCodePoints) return words.password.tooShort(PASSWORD.minCodePoints)
  if (length > PASSWORD.maxCodePoints || new TextEncoder().encode(text).length > PASSWORD.maxBytes)
    return words.password.tooLong(PASSWORD.maxCodePoints)
  if (/\p{Cc}/u.test(text)) return words.password.control
  if (classCount(text) < PASSWORD.minClasses) return words.password.classes(PASSWORD.minClasses)
  if (ownName && text.toLowerCase() === ownName.toLowerCase()) return words.password.ownName
  return undefined
}

export type Strength = 0 | 1 | 2 | 3

/**
 * A coarse estimate in three steps: bits by length and alphabet, less for repetition. 0 means that the rules are not
 * met. The server judges in the end (it also knows the commonest passwords).
 */
export const passwordStrength = (value: string, ownName = ''): Strength => {
  if (passwordProblem(value, ownName)) return 0
  const varied = new Set(value.toLowerCase()).size
  const bits = varied * 3 + classCount(value) * 4 + [...value].length
  return bits < 52 ? 1 : bits < 66 ? 2 : 3
}

/** An unbiased choice below `limit`. */
const pick = (limit: number) => {
  const bytes = new Uint32Array(1)
  const ceiling = Math.floor(2 ** 32 / limit) * limit
  let value = ceiling
  while (value >= ceiling) value = crypto.getRandomValues(bytes)[0] ?? ceiling
  return value % limit
}

/** A password of 20 signs from all four classes, without signs that look alike (about 118 bits). */
export const generatePassword = (length = 20): string => {
  const all = letters.join('')
  for (;;) {
    const value = Array.from({ length }, () => all[pick(all.length)]).join('')
    if (classCount(value) === letters.length) return value
  }
}
