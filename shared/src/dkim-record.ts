/**
 * The DNS record of a DKIM key in every form that people need. Pure text, no imports: server, command line and page
 * use the same.
 */

export type DkimAlgorithm = 'rsa' | 'ed25519'

/** RFC 6376 3.6.2.1: where a selector's key stands. */
export const dkimName = (selector: string, domain: string): string =>
  `${selector}._domainkey.${domain}`

/**
 * RFC 6376 3.6.1, RFC 8463 4.
 * @param publicKey base64: SubjectPublicKeyInfo for RSA, the bare 32 octets for Ed25519
 */
export const dkimValue = (algorithm: DkimAlgorithm, publicKey: string): string =>
  `v=DKIM1; h=sha256; k=${algorithm}; p=${publicKey}`

/** What takes the place of a key that is used no more: an empty key says that it was revoked (RFC 6376 3.6.1). */
export const DKIM_REVOKED = 'v=DKIM1; p='

/** RFC 1035 3.3.14: a TXT record is a row of strings of at most 255 octets; readers join them without a space. */
const TXT_STRING = 255
export const txtStrings = (value: string): readonly string[] =>
  value.match(new RegExp(`.{1,${TXT_STRING}}`, 'gs')) ?? ['']

export interface RecordForms {
  /** Host below the zone, for forms that add the zone themselves. */
  readonly host: string
  /** Full name without the closing dot. */
  readonly fqdn: string
  /** One line without quotes: the provider splits it. */
  readonly value: string
  /** Strings of at most 255 octets in quotes. */
  readonly quoted: string
  /** A whole line of a BIND zone file. */
  readonly bind: string
}

/** Seconds; short enough that a mistake is mended within the hour. */
const TTL = 3600

/** @param zone the domain that the provider's form is for; the host is relative to it */
export const recordForms = (name: string, value: string, zone: string): RecordForms => {
  const quoted = txtStrings(value)
    .map((part) => `"${part}"`)
    .join(' ')
  return {
    host: name.endsWith(`.${zone}`) ? name.slice(0, -zone.length - 1) : name,
    fqdn: name,
    value,
    quoted,
    bind: `${name}. ${TTL} IN TXT ${quoted.includes('" "') ? `( ${quoted} )` : quoted}`,
  }
}
