import { PASSWORD } from '@mc/shared/rules'
import { commonPasswords } from './common-passwords.ts'

const classes = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u]
const CONTROL = /\p{Cc}/u

/** Letters and digits only, digits in letters' place put back: `P@ssw0rd!` is `password`. */
const skeleton = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('@', 'a')
    .replaceAll('0', 'o')
    .replaceAll('1', 'i')
    .replaceAll('3', 'e')
    .replaceAll('$', 's')
    .replaceAll('5', 's')
    .replaceAll(/[^\p{L}\p{Nd}]/gu, '')

const common: ReadonlySet<string> = new Set(commonPasswords.map(skeleton))

/**
 * Why a password may not be chosen, as a sentence that says what is right; undefined when it may. Nothing is trimmed.
 * @param ownNames names of its owner that it must not be: username, address, local part
 */
export const passwordFault = (
  password: string,
  ownNames: readonly string[],
): string | undefined => {
  const text = password.normalize('NFC')
  const length = [...text].length
  if (length < PASSWORD.minCodePoints || length > PASSWORD.maxCodePoints) {
    return `must have ${PASSWORD.minCodePoints} to ${PASSWORD.maxCodePoints} characters`
  }
  if (Buffer.byteLength(text) > PASSWORD.maxBytes) {
    return `must have at most ${PASSWORD.maxBytes} bytes in UTF-8`
  }
  if (CONTROL.test(text)) return 'must not hold control characters'
  if (classes.filter((one) => one.test(text)).length < PASSWORD.minClasses) {
    return 'must hold at least three of: upper-case letters, lower-case letters, digits, other characters'
  }
  const folded = text.toLowerCase()
  if (ownNames.some((name) => name.toLowerCase() === folded)) return 'must not be the own name'
  if (common.has(skeleton(text))) return 'is one of the commonest passwords; choose another'
  return undefined
}
