import { isIP } from 'node:net'
import type { DatabaseConfig } from '../db/index.ts'
import type { MailStack } from '../layout/index.ts'

/** A value that cannot be used; the message says what is allowed and follows the variable's name. */
export class BadValue extends Error {
  readonly secret: boolean
  constructor(message: string, secret = false) {
    super(message)
    this.secret = secret
  }
}

export type Read = <T, F>(
  name: string,
  value: string | undefined,
  reader: (value: string) => T,
  fallback: F,
) => T | F

const HOST_NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i
/** The largest offset that keeps every mail port below 32768, where outgoing connections take theirs from. */
const PORT_BASE_MAX = 8577

const whole = (value: string, min: number, max: number, what: string): number => {
  const number = Number(value)
  if (/^\d{1,5}$/.test(value) && number >= min && number <= max) return number
  throw new BadValue(`must be ${what} from ${min} to ${max}`)
}

const host = (value: string): string => {
  if (isIP(value) === 0 && !HOST_NAME.test(value)) {
    throw new BadValue('must be an IP address or a host name, without a port')
  }
  return value.toLowerCase()
}

const port = (value: string): number => whole(value, 1, 65_535, 'a port number')

const database = (value: string): DatabaseConfig => {
  const what = 'must have the form mysql://user:password@host:port/schema'
  if (!URL.canParse(value)) throw new BadValue(what, true)
  const url = new URL(value)
  if (url.protocol !== 'mysql:' || url.hostname === '' || url.pathname.length < 2) {
    throw new BadValue(what, true)
  }
  return { kind: 'mariadb', url: value }
}

const mail = (value: string): MailStack => {
  if (value === 'sandbox' || value === 'systemd' || value === 'none') return value
  throw new BadValue('must be "sandbox", "systemd" or "none"')
}

const setupToken = (value: string): string => {
  if (/^[\x21-\x7e]{20,256}$/.test(value)) return value
  throw new BadValue('must have 20 to 256 visible ASCII characters', true)
}

const publicUrl = (value: string): URL => {
  const what = 'must be an origin such as https://panel.example.com, without path, query or login'
  if (!URL.canParse(value)) throw new BadValue(what)
  const url = new URL(value)
  const http = url.protocol === 'https:' || url.protocol === 'http:'
  if (!http || url.pathname !== '/' || url.search || url.hash || url.username || url.password) {
    throw new BadValue(what, url.password !== '')
  }
  return url
}

const flag = (value: string): boolean => {
  if (value === '1' || value === '0') return value === '1'
  throw new BadValue('must be 1 or 0')
}

const listen = (value: string): { host: string; port: number } => {
  const match = /^(?:\[([0-9a-fA-F:]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(value)
  if (!match) throw new BadValue('must have the form address:port, such as 127.0.0.1:9100')
  return { host: host(match[1] ?? match[2] ?? ''), port: port(match[3] ?? '') }
}

const folder = (value: string): string => {
  if (!value.includes('\0') && value.length <= 200) return value
  throw new BadValue('must be the path of a folder, at most 200 characters')
}

export const readers = {
  host,
  port,
  portBase: (value: string): number => whole(value, 0, PORT_BASE_MAX, 'a number'),
  folder,
  database,
  mail,
  setupToken,
  publicUrl,
  flag,
  listen,
}
