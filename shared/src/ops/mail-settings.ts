import { type Static, Type } from 'typebox'
import { MESSAGE_SIZE } from '../rules.ts'

const HostName = Type.String({
  maxLength: 253,
  pattern: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$',
})

/** An address the renderers may write into a configuration file: no space, quote, `$` or control character. */
export const SafeAddress = Type.String({
  maxLength: 254,
  pattern: "^[A-Za-z0-9._+='~!#^{}|?&-]+@[A-Za-z0-9.-]+$",
})

/** Where the TLS key and chain come from. ACME and an uploaded pair become further members of this union. */
export const CertificateSource = Type.Object(
  { source: Type.Literal('self-signed') },
  { additionalProperties: false },
)
export type CertificateSource = Static<typeof CertificateSource>

/** Desired state of the mail stack as a whole: the agent renders every daemon's files from this and the layout. */
export const MailSettings = Type.Object(
  {
    hostname: HostName,
    /** Address that root@, postmaster@ and abuse@ reach; null until an admin exists. */
    postmaster_address: Type.Union([SafeAddress, Type.Null()]),
    /** IP addresses the world reaches this server at. */
    public_addresses: Type.Array(Type.String({ maxLength: 45, pattern: '^[0-9a-fA-F:.]+$' }), {
      maxItems: 16,
    }),
    /** Bytes. */
    message_size_limit: Type.Integer({ minimum: MESSAGE_SIZE.min, maximum: MESSAGE_SIZE.max }),
    certificate: CertificateSource,
  },
  { additionalProperties: false },
)
export type MailSettings = Static<typeof MailSettings>

/** What is served on the mail ports now. */
export const CertificateState = Type.Object({
  source: Type.Literal('self-signed'),
  names: Type.Array(Type.String()),
  not_before: Type.String(),
  not_after: Type.String(),
  /** SHA-256 over the DER form, colon-separated hex, as mail clients show it. */
  fingerprint: Type.String(),
  /** All that the mail ports present, each in DER as base64: the server's own first, then those that vouch for it. */
  chain: Type.Array(Type.String(), { minItems: 1 }),
})
export type CertificateState = Static<typeof CertificateState>
