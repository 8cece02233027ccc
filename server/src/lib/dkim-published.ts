import { createPublicKey } from 'node:crypto'

export interface Published {
  readonly dns_status: 'published' | 'missing' | 'mismatch' | 'unknown'
  /** What stands there instead, for `mismatch`. */
  readonly dns_actual: string | null
}

interface Key {
  readonly algorithm: 'rsa' | 'ed25519'
  /** Base64 as in `p=`. */
  readonly public_key: string
}

type Tags = ReadonlyMap<string, string>

const MAX_SHOWN = 2000

/** RFC 6376 3.2: `tag=value` with `;` between, blanks around; undefined for what is no such list. */
const tagsOf = (record: string): Tags | undefined => {
  const parts = record.split(';').map((part) => part.trim())
  if (parts.at(-1) === '') parts.pop()
  const tags = new Map<string, string>()
  for (const part of parts) {
    const at = part.indexOf('=')
    const name = part.slice(0, at).trim()
    if (at < 1 || !/^[a-z][a-z0-9_]*$/i.test(name) || tags.has(name)) return undefined
    tags.set(name, part.slice(at + 1).trim())
  }
  return tags
}

/** A record that a verifier takes for a key: `v`, where it is given, must be first and be DKIM1 (RFC 6376 3.6.1). */
const isKeyRecord = (tags: Tags | undefined): tags is Tags => {
  if (!tags?.has('p')) return false
  const version = tags.get('v')
  return version === undefined || (version === 'DKIM1' && [...tags.keys()][0] === 'v')
}

const words = (list: string | undefined): string[] =>
  (list ?? '').split(':').map((word) => word.trim())

/**
 * SubjectPublicKeyInfo in DER, whichever of the two forms in use was published: RFC 6376 3.6.1 names RSAPublicKey,
 * practice and its erratum 3017 SubjectPublicKeyInfo.
 */
const rsaDer = (bytes: Buffer): Buffer | undefined => {
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      return createPublicKey({ key: bytes, format: 'der', type }).export({
        type: 'spki',
        format: 'der',
      })
    } catch {
      // The other form, or no key at all.
    }
  }
  return undefined
}

const sameKey = ({ algorithm, public_key }: Key, published: string): boolean => {
  const ours = Buffer.from(public_key, 'base64')
  const theirs = Buffer.from(published.replaceAll(/\s/g, ''), 'base64')
  if (algorithm === 'ed25519') return ours.equals(theirs)
  return rsaDer(theirs)?.equals(ours) ?? false
}

/** Whether a verifier that reads this record accepts our signatures. */
const serves = (tags: Tags, key: Key): boolean => {
  const hashes = tags.get('h')
  const services = tags.get('s')
  return (
    (tags.get('k') ?? 'rsa') === key.algorithm &&
    (hashes === undefined || words(hashes).includes('sha256')) &&
    (services === undefined || words(services).some((one) => one === '*' || one === 'email')) &&
    sameKey(key, tags.get('p') ?? '')
  )
}

/**
 * Compares what the DNS has at a key's name with the key itself. Several key records give an undefined result at the
 * verifier (RFC 6376 3.6.2.2), so all of them must be the key.
 * @param records TXT records, each as one text
 */
export const judgeRecords = (records: readonly string[], key: Key): Published => {
  const found = records.map((text) => ({ text, tags: tagsOf(text) }))
  const keys = found.filter(({ tags }) => isKeyRecord(tags))
  if (keys.length === 0 && records.length === 0) return { dns_status: 'missing', dns_actual: null }
  const good = keys.filter(({ tags }) => tags && serves(tags, key))
  if (good.length > 0 && good.length === keys.length) {
    return { dns_status: 'published', dns_actual: null }
  }
  return {
    dns_status: 'mismatch',
    dns_actual: records.join('\n').slice(0, MAX_SHOWN),
  }
}

/**
 * The same over what several servers have: a receiver may ask any of them, so all of them must have the key.
 * @param answers records of each server that answered; none: that says nothing
 */
export const judgeAnswers = (answers: readonly (readonly string[])[], key: Key): Published => {
  const judged = answers.map((records) => judgeRecords(records, key))
  const wrong = judged.find(({ dns_status }) => dns_status !== 'published')
  return wrong ?? judged[0] ?? { dns_status: 'unknown', dns_actual: null }
}
