import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

export const COOKIE = 'mc-session'

export interface Issued {
  /** What the browser keeps. */
  readonly value: string
  /** What the database keeps: SHA-256 of the random part, hex. */
  readonly id: string
}

const idOf = (random: string): string =>
  createHash('sha256').update(Buffer.from(random, 'base64url')).digest('hex')

/** `1.<32 random bytes>.<issued>.<expires>.<HMAC-SHA256 over all before>`, times in base-36 milliseconds. */
const FORM = /^1\.([\w-]{43})\.([0-9a-z]{1,10})\.([0-9a-z]{1,10})\.([\w-]{43})$/

export class CookieCodec {
  private readonly key: Buffer

  constructor(key: Buffer) {
    this.key = key
  }

  /** @param expires milliseconds since the epoch */
  issue(now: number, expires: number): Issued {
    const random = randomBytes(32).toString('base64url')
    const head = `1.${random}.${now.toString(36)}.${expires.toString(36)}`
    return { value: `${head}.${this.mac(head)}`, id: idOf(random) }
  }

  /** The session's id; undefined when we never issued this value or its time is over. */
  read(value: string, now: number): string | undefined {
    const match = FORM.exec(value)
    if (!match) return undefined
    const [, random = '', , expires = '', mac = ''] = match
    const right = this.mac(value.slice(0, value.lastIndexOf('.')))
    if (!timingSafeEqual(Buffer.from(mac), Buffer.from(right))) return undefined
    return Number.parseInt(expires, 36) > now ? idOf(random) : undefined
  }

  private mac(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('base64url')
  }
}

/** The first value of a cookie in a Cookie header. */
export const cookieIn = (header: string | undefined, name: string): string | undefined => {
  if (header === undefined) return undefined
  let start = 0
  while (start < header.length) {
    while (header.charCodeAt(start) === 32) start += 1
    let end = header.indexOf(';', start)
    if (end < 0) end = header.length
    if (header.startsWith(name, start) && header[start + name.length] === '=') {
      return header.slice(start + name.length + 1, end).trim()
    }
    start = end + 1
  }
  return undefined
}

/** @param maxAge seconds; 0 makes the browser forget it */
export const setCookie = (value: string, maxAge: number, secure: boolean): string =>
  `${COOKIE}=${value}; Max-Age=${maxAge}; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`
