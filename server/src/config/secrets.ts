import { createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'

/** Writes a file that only its owner may read, whole or not at all. */
const writePrivate = (file: string, text: string): void => {
  const temporary = `${file}.${randomBytes(4).toString('hex')}.new`
  const handle = openSync(temporary, 'wx', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(temporary, file)
}

const readIfThere = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * The secret that all keys derive from; made at the first start.
 * @param file 0600 in the panel's folder
 * @throws when the file is there but holds something else: replacing it silently would end all sessions unnoticed
 */
export const loadSecret = (file: string): Buffer => {
  const text = readIfThere(file) ?? rotateSecret(file)
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new Error(
      'The file "secret" in the panel\'s folder is damaged. Remove it to get a new one; everybody then signs in again.',
    )
  }
  return Buffer.from(text, 'hex')
}

/** Replaces the secret; from the next start on every session made before is over. */
export const rotateSecret = (file: string): string => {
  const text = randomBytes(32).toString('hex')
  writePrivate(file, `${text}\n`)
  return text
}

/** A key of its own per purpose (RFC 5869), so that none can be used in another's place. */
export const deriveKey = (secret: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `mission-control/${purpose}/v1`, 32))

/** Milliseconds that a set-up token lives. */
const SETUP_TOKEN_LIFE = 24 * 3600 * 1000

/** The set-up token that is valid now; undefined when there is none or it has grown old. */
export const readSetupToken = (file: string): string | undefined => {
  const token = readIfThere(file)
  if (token === undefined || token === '') return undefined
  return Date.now() - statSync(file).mtimeMs < SETUP_TOKEN_LIFE ? token : undefined
}

/** Writes a new set-up token (or the preset one) and returns it; one that stood there before is void. */
export const writeSetupToken = (file: string, preset?: string): string => {
  const token = preset ?? randomBytes(32).toString('base64url')
  writePrivate(file, `${token}\n`)
  return token
}

export const removeSetupToken = (file: string): void => rmSync(file, { force: true })

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Comparison whose time tells nothing of either side. */
export const sameSecret = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))
