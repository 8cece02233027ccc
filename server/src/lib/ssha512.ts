import { createHash, randomBytes } from 'node:crypto'

const SALT_BYTES = 16

/** `{SSHA512}` as Dovecot verifies it: base64 of SHA-512(password + salt) followed by the salt. NFC, UTF-8. */
export const ssha512 = (password: string): string => {
  const salt = randomBytes(SALT_BYTES)
  const digest = createHash('sha512')
    .update(password.normalize('NFC'), 'utf8')
    .update(salt)
    .digest()
  return `{SSHA512}${Buffer.concat([digest, salt]).toString('base64')}`
}
