import { isIPv4 } from 'node:net'
import { reverseName } from './reverse-name.ts'

export interface SpfIdentity {
  readonly ip: string
  /** Envelope sender; the local part `postmaster` where there is none. */
  readonly sender: string
  readonly helo: string
}

/** `192.0.2.1`, and IPv6 as nibbles: RFC 7208 7.3. */
const dotted = (ip: string): string =>
  isIPv4(ip)
    ? ip
    : reverseName(ip)
        .replace(/\.ip6\.arpa$/, '')
        .split('.')
        .reverse()
        .join('.')

const letters = (id: SpfIdentity, domain: string): Readonly<Record<string, string>> => {
  const at = id.sender.lastIndexOf('@')
  return {
    s: id.sender,
    l: id.sender.slice(0, at),
    o: id.sender.slice(at + 1),
    d: domain,
    i: dotted(id.ip),
    // The validated name of the client; checkers may always say `unknown` (RFC 7208 7.3).
    p: 'unknown',
    v: isIPv4(id.ip) ? 'in-addr' : 'ip6',
    h: id.helo,
  }
}

const transform = (value: string, digits: string, reversed: boolean, marks: string): string => {
  const parts = value.split(
    new RegExp(`[${marks === '' ? '.' : marks.replaceAll(/[-+/,_=]/g, '\\$&')}]`),
  )
  if (reversed) parts.reverse()
  return (digits === '' ? parts : parts.slice(-Number(digits))).join('.')
}

/** Expands the macros of a domain-spec (RFC 7208 7). @returns undefined for a malformed one */
export const expandMacros = (spec: string, id: SpfIdentity, domain: string): string | undefined => {
  const known = letters(id, domain)
  let bad = false
  const text = spec.replaceAll(
    /%(?:\{([slodiphv])(\d{0,3})(r?)([.\-+,/_=]*)\}|([%_-])|(.?))/gi,
    (_all, letter: string, digits: string, r: string, marks: string, plain: string) => {
      if (plain === '%') return '%'
      if (plain === '_') return ' '
      if (plain === '-') return '%20'
      if (letter === undefined || Number(digits || 1) === 0) {
        bad = true
        return ''
      }
      return transform(known[letter.toLowerCase()] ?? '', digits, r !== '', marks)
    },
  )
  // RFC 7208 7.3: too long a name loses labels at its left.
  let name = text.replace(/\.$/, '')
  while (name.length > 253 && name.includes('.')) name = name.slice(name.indexOf('.') + 1)
  return bad ? undefined : name
}
