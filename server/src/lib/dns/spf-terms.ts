import { isIPv4, isIPv6 } from 'node:net'

export interface Mechanism {
  readonly kind: 'mechanism'
  readonly name: 'all' | 'include' | 'a' | 'mx' | 'ptr' | 'ip4' | 'ip6' | 'exists'
  readonly qualifier: 'pass' | 'fail' | 'softfail' | 'neutral'
  /** Domain-spec or address as written; empty when absent. */
  readonly value: string
  readonly prefix4: number
  readonly prefix6: number
}
export interface Modifier {
  readonly kind: 'modifier'
  readonly name: string
  readonly value: string
}

const qualifiers = { '+': 'pass', '-': 'fail', '~': 'softfail', '?': 'neutral' } as const
const names = new Set(['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists'])
const isName = (name: string): name is Mechanism['name'] => names.has(name)
const isSign = (sign: string): sign is keyof typeof qualifiers => Object.hasOwn(qualifiers, sign)

const prefixOk = (text: string | undefined, max: number): boolean =>
  text === undefined || (/^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= max)

const addressMechanism = (name: 'ip4' | 'ip6', value: string) => {
  const [address = '', prefix, ...more] = value.split('/')
  const max = name === 'ip4' ? 32 : 128
  const good = name === 'ip4' ? isIPv4(address) : isIPv6(address) && !address.includes('%')
  if (!good || more.length > 0 || !prefixOk(prefix, max)) return undefined
  const length = prefix === undefined ? max : Number(prefix)
  return { value: address, prefix4: length, prefix6: length }
}

/** `domain/24//64`: RFC 7208 5.3. */
const domainMechanism = (name: Mechanism['name'], value: string | undefined, slash: string) => {
  const match = /^(?:\/(\d+))?(?:\/\/(\d+))?$/.exec(slash)
  const [, four, six] = match ?? []
  const needs = name === 'include' || name === 'exists'
  if (!match || value === '' || (needs && value === undefined)) return undefined
  if (slash !== '' && name !== 'a' && name !== 'mx') return undefined
  if (name === 'all' && value !== undefined) return undefined
  if (!prefixOk(four, 32) || !prefixOk(six, 128)) return undefined
  return { value: value ?? '', prefix4: Number(four ?? 32), prefix6: Number(six ?? 128) }
}

/** One term of a record; undefined when its syntax is wrong, which makes the whole record worthless. */
export const parseTerm = (term: string): Mechanism | Modifier | undefined => {
  const modifier = /^([a-z][a-z0-9_.-]*)=(\S*)$/i.exec(term)
  if (modifier) {
    return { kind: 'modifier', name: (modifier[1] ?? '').toLowerCase(), value: modifier[2] ?? '' }
  }
  const match = /^([-+~?]?)([a-z0-9]+)(?::([^/]*(?:\/[^/\d][^/]*)*))?((?:\/.*)?)$/i.exec(term)
  const [, sign = '', written = '', value, slash = ''] = match ?? []
  const name = written.toLowerCase()
  if (!match || !isName(name)) return undefined
  const qualifier = isSign(sign) ? qualifiers[sign] : 'pass'
  const rest =
    name === 'ip4' || name === 'ip6'
      ? addressMechanism(name, `${value ?? ''}${slash}`)
      : domainMechanism(name, value, slash)
  return rest && { kind: 'mechanism', name, qualifier, ...rest }
}

/** RFC 7208 4.5: version 1, alone or followed by a space. */
export const isSpf = (text: string): boolean => /^v=spf1(?: |$)/i.test(text)

export const termsOf = (record: string): string[] => record.split(/ +/).slice(1).filter(Boolean)
