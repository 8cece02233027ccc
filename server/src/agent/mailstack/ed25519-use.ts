import { readFileSync } from 'node:fs'
import type { Layout } from '../../layout/index.ts'

/**
 * What Ed25519 keys sign: mail of no domain; of domains whose mail is signed with RSA too, as RFC 8463 section 3 has it
 * as long as there are verifiers that know RSA only; or of one, at least, that has nothing else.
 */
export type Ed25519Use = 'none' | 'beside' | 'alone'

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Nothing was applied yet.
    return ''
  }
}

/** The patterns of a signing table, each the first word of its line. */
const patterns = (text: string): string[] =>
  text.split('\n').flatMap((line) => line.split(' ', 1).filter(Boolean))

/** As the signing tables on the machine have it, so that it holds for a start without the panel, too. */
export const ed25519Use = ({ stack }: Pick<Layout, 'stack'>): Ed25519Use => {
  const own = patterns(read(stack.ed25519Signer.signingTable))
  if (own.length === 0) return 'none'
  const rsa = new Set(patterns(read(stack.opendkim.signingTable)))
  return own.every((pattern) => rsa.has(pattern)) ? 'beside' : 'alone'
}
