import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'

/** One signature as it stands in a message, and whether it verifies. */
export interface Judged {
  readonly algorithm: string
  readonly domain: string
  readonly selector: string
  readonly good: boolean
}

const tagsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split(';').flatMap((part) => {
      const at = part.indexOf('=')
      return at < 0 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).replaceAll(/\s/g, '')]]
    }),
  )

/** RFC 6376 3.4.2. */
const relaxed = (field: string): string => {
  const at = field.indexOf(':')
  const value = field.slice(at + 1).replaceAll(/\r\n/g, '')
  return `${field.slice(0, at).trim().toLowerCase()}:${value.replaceAll(/[ \t]+/g, ' ').trim()}`
}

/** RFC 6376 3.6.1; RFC 8463 4: the bare octets, which get their SubjectPublicKeyInfo here. */
const keyOf = (record: string): KeyObject => {
  const tags = tagsOf(record)
  const bytes = Buffer.from(tags.get('p') ?? '', 'base64')
  const head = tags.get('k') === 'ed25519' ? '302a300506032b6570032100' : ''
  const key = Buffer.concat([Buffer.from(head, 'hex'), bytes])
  return createPublicKey({ key, format: 'der', type: 'spki' })
}

/** What is signed: the named fields from the last one upwards, then the signature itself without its value. */
const signedText = (fields: readonly string[], own: string, names: readonly string[]): string => {
  const left = fields.map((field) => ({ name: field.split(':', 1)[0]?.toLowerCase(), field }))
  const taken = names.flatMap((name) => {
    const at = left.findLastIndex((one) => one.name === name.toLowerCase())
    return at < 0 ? [] : left.splice(at, 1).map(({ field }) => `${relaxed(field)}\r\n`)
  })
  return `${taken.join('')}${relaxed(own).replace(/(; ?b=)[^;]*/, '$1')}`
}

/**
 * A verifier of RFC 6376 and 8463 that shares no line with the signer nor with mailauth, for what is signed here:
 * c=relaxed/simple without l=.
 * @param recordOf the TXT record of a name
 */
export const judgeSignatures = async (
  source: string,
  recordOf: (name: string) => Promise<string>,
): Promise<Judged[]> => {
  const at = source.indexOf('\r\n\r\n')
  const fields = source.slice(0, at).split(/\r\n(?![ \t])/)
  const body = `${source.slice(at + 4).replace(/(\r\n)*$/, '')}\r\n`
  const bodyHash = createHash('sha256').update(body, 'latin1').digest('base64')
  return Promise.all(
    fields
      .filter((field) => /^DKIM-Signature:/i.test(field))
      .map(async (own) => {
        const tags = tagsOf(own.slice(own.indexOf(':') + 1))
        const [algorithm = '', domain = '', selector = ''] = ['a', 'd', 's'].map((n) => tags.get(n))
        const key = keyOf(await recordOf(`${selector}._domainkey.${domain}`))
        const text = Buffer.from(signedText(fields, own, tags.get('h')?.split(':') ?? []), 'latin1')
        const signature = Buffer.from(tags.get('b') ?? '', 'base64')
        const right =
          algorithm === 'ed25519-sha256'
            ? verify(null, createHash('sha256').update(text).digest(), key, signature)
            : verify('sha256', text, key, signature)
        return { algorithm, domain, selector, good: right && tags.get('bh') === bodyHash }
      }),
  )
}
