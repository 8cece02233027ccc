import { createHash, randomBytes } from 'node:crypto'
import { Signer } from '@fastify/cookie'

export const COOKIE = 'mc-session'

export interface Issued {
  /** What the browser keeps. */
  readonly value: string
  /** What the database keeps: SHA-256 of the random part, hex. */
  readonly id: string
}

const idOf = (random: string): string =>
  createHash('sha256').update(Buffer.from(random, 'base64url')).digest('hex')

/** `1.<32 random bytes>.<issued>.<expires>`, times in base-36 milliseconds; the signature follows behind a dot. */
const FORM = /^1\.([\w-]{43})\.([0-9a-z]{1,10})\.([0-9a-z]{1,10})$/

/** Makes and reads the value of the session cookie: HMAC-SHA256 under a key of its own. */
export class CookieCodec {
  private readonly signer: Signer

  constructor(key: Buffer) {
    this.signer = new Signer(key, 'sha256')
  }

  /** @param expires milliseconds since the epoch */
  issue(now: number, expires: number): Issued {
    const random = randomBytes(32).toString('base64url')
    const head = `1.${random}.${now.toString(36)}.${expires.toString(36)}`
    return { value: this.signer.sign(head), id: idOf(random) }
  }

  /** The session's id; undefined when we never issued this value or its time is over. */
  read(value: string, now: number): string | undefined {
    const signed = this.signer.unsign(value)
    const match = signed.valid ? FORM.exec(signed.value) : null
    if (!match) return undefined
    const [, random = '', , expires = ''] = match
    return Number.parseInt(expires, 36) > now ? idOf(random) : undefined
  }
}
