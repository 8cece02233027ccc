import { isIP } from 'node:net'
import { domainToASCII, domainToUnicode } from 'node:url'
import { ADDRESS } from '@mc/shared/rules'

/** RFC 5890 2.3.1: letters, digits, hyphen, and no hyphen at either end. */
const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/
/** What a label of an internationalised name may be typed with; everything else the URL parser would read its own way. */
const UNICODE = /^(?:[\p{L}\p{M}\p{N}\u00b7\u0375\u05f3\u05f4\u30fb.-]|\u200c|\u200d)+$/u
const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text)

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: string }
export const good = <T>(value: T): Parsed<T> => ({ ok: true, value })
export const bad = (why: string): { readonly ok: false; readonly why: string } => ({
  ok: false,
  why,
})

export interface DomainName {
  /** A-label form, lower case: what the tables hold and DNS knows. */
  readonly name: string
  /** What people read. */
  readonly unicode: string
}

/** Whether `name` is one, by letters and lengths alone. */
const fault = (name: string): string | undefined => {
  if (name.length > ADDRESS.domain) return `must have at most ${ADDRESS.domain} octets`
  if (name.endsWith('.')) return 'must not end with a dot'
  const labels = name.split('.')
  if (labels.length < 2) return 'must have at least two labels, such as example.com'
  for (const label of labels) {
    if (label === '') return 'must not have an empty label (two dots in a row, or one in front)'
    if (label.length > ADDRESS.label) return `must have labels of at most ${ADDRESS.label} octets`
    if (!LABEL.test(label)) {
      return 'must have labels of letters, digits and hyphens, no hyphen at either end'
    }
  }
  // RFC 3696 2: no top-level domain is all digits; such a name would be read as an IPv4 address.
  if (/^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '')) return 'must not end in a number'
  return undefined
}

/**
 * A mail domain as typed, in Unicode or as A-labels, in any case. Nothing is trimmed.
 * IDNA as browsers do it (UTS 46, RFC 5891); a name that it would map to another (ligatures, full-width letters) is
 * refused, so that what is stored is what was read.
 */
export const parseDomainName = (given: string): Parsed<DomainName> => {
  if (isIP(given) !== 0 || /^\[.*\]$/.test(given)) return bad('must be a name, not an address')
  const lower = given.toLowerCase()
  if (isAscii(given)) {
    const why = fault(lower)
    if (why) return bad(why)
    if (!/(^|\.)xn--/.test(lower)) return good({ name: lower, unicode: lower })
    // An A-label must stand for a name that could have been typed, and be its one encoding.
    const unicode = domainToUnicode(lower)
    const again = isAscii(unicode) ? undefined : parseDomainName(unicode)
    return again?.ok && again.value.name === lower
      ? again
      : bad('has a label "xn--…" that encodes no name')
  }
  // The kelvin sign is K to Unicode and to lower-casing; nobody who reads the name would think so.
  const stable = [...given].every((one) => one.normalize('NFC') === one)
  if (!stable || !UNICODE.test(lower))
    return bad('must consist of letters, digits, hyphens and dots')
  const name = domainToASCII(lower)
  if (name === '' || domainToUnicode(name) !== lower.normalize('NFC')) {
    return bad('has characters that a domain name cannot have')
  }
  const why = fault(name)
  return why ? bad(why) : good({ name, unicode: domainToUnicode(name) })
}
