import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** OWASP's second profile: 32 MiB and about a quarter of a second. */
const COST = { ln: 15, r: 8, p: 3 } as const
const MAXMEM = 64 * 1024 * 1024
const KEY_BYTES = 32

/** PHC string form, as other implementations write it: parameters travel with the hash. */
const FORM =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/

const derive = (password: string, salt: Buffer, ln: number, r: number, p: number) =>
  new Promise<Buffer>((resolve, reject) => {
    // NFC, so that one password typed on two keyboards is one.
    scrypt(
      password.normalize('NFC'),
      salt,
      KEY_BYTES,
      { N: 2 ** ln, r, p, maxmem: MAXMEM },
      (error, key) => (error ? reject(error) : resolve(key)),
    )
  })

const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')

/** Runs off the event loop (about 250 ms of one core). */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(16)
  const { ln, r, p } = COST
  const key = await derive(password, salt, ln, r, p)
  return `$scrypt$ln=${ln},r=${r},p=${p}$${base64(salt)}$${base64(key)}`
}

/** A hash that no password has: checked for names that do not exist, so that they take the same time. */
const nobody = `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** @param stored the hash; undefined where there is no such account: then false after the same time */
export const verifyPassword = async (
  password: string,
  stored: string | undefined,
): Promise<boolean> => {
  const match = FORM.exec(stored ?? nobody)
  if (!match) throw new Error('The stored password hash has an unknown form')
  const [, ln, r, p, salt = '', key = ''] = match
  const found = await derive(
    password,
    Buffer.from(salt, 'base64'),
    Number(ln),
    Number(r),
    Number(p),
  )
  return timingSafeEqual(found, Buffer.from(key, 'base64')) && stored !== undefined
}
