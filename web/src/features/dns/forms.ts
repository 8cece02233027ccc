import { txtStrings } from '@mc/shared/dkim-record'
import { words } from '../../words/dns.ts'

const own = words.dns.fields

export const forms = ['plain', 'quoted', 'bind'] as const
export type Form = (typeof forms)[number]

export interface Published {
  readonly host: string
  readonly type: string
  readonly value: string
}

export interface Field {
  readonly name: string
  readonly value: string
}

/** Seconds; short enough that a mistake is mended within the hour. */
const TTL = 3600

/** Strings of at most 255 octets, and what a zone file must escape. */
const quoted = (value: string): string =>
  txtStrings(value)
    .map((part) => `"${part.replaceAll(/["\\]/g, '\\$&')}"`)
    .join(' ')

/** `@` is the zone itself; undefined where the name is not below it. */
export const below = (name: string, zone: string): string | undefined => {
  if (name === zone) return '@'
  return name.endsWith(`.${zone}`) ? name.slice(0, -zone.length - 1) : undefined
}

const names: Readonly<Record<string, readonly string[]>> = {
  MX: [own.priority, own.target],
  SRV: [own.priority, own.weight, own.port, own.target],
}

/** Names in a zone file end with a dot; the last word of these types is one. */
const isNamed = new Set(['MX', 'SRV', 'PTR', 'CNAME'])

const bind = ({ host, type, value }: Published): string => {
  const data = type === 'TXT' ? quoted(value) : isNamed.has(type) ? `${value}.` : value
  const long = type === 'TXT' && data.includes('" "')
  return `${host}. ${TTL} IN ${type} ${long ? `( ${data} )` : data}`
}

/** The forms that make sense for a type: only TXT is quoted. */
export const formsOf = ({ type }: Published): readonly Form[] =>
  type === 'TXT' ? forms : ['plain', 'bind']

/** A record as the fields of a provider's form, or as one line. */
export const fieldsOf = (record: Published, zone: string, form: Form): readonly Field[] => {
  const { host, type, value } = record
  if (form === 'bind') return [{ name: own.line, value: bind(record) }]
  const short = below(host, zone)
  const parts = names[type]
  const pieces = value.split(' ')
  return [
    { name: own.type, value: type },
    ...(short === undefined ? [] : [{ name: own.host, value: short }]),
    { name: own.name, value: host },
    ...(parts
      ? parts.map((name, index) => ({ name, value: pieces[index] ?? '' }))
      : [{ name: own.value, value: form === 'quoted' ? quoted(value) : value }]),
  ]
}
