import { type Static, Type } from 'typebox'
import { DKIM } from '../rules.ts'
import { defineOps } from './define.ts'

export const DomainName = Type.String({
  maxLength: 253,
  pattern: '^[a-z0-9-]+(\\.[a-z0-9-]+)+$',
})
export const Selector = Type.String({ maxLength: 63, pattern: DKIM.selector })
const Algorithm = Type.Union([Type.Literal('rsa'), Type.Literal('ed25519')])
const closed = { additionalProperties: false } as const

/** The public half of a key that stands on the machine. */
export const MadeKey = Type.Object({
  domain: DomainName,
  selector: Selector,
  algorithm: Algorithm,
  key_bits: Type.Integer(),
  /** Base64 as in the record's `p=`. */
  public_key: Type.String(),
  created_at: Type.String(),
})
export type MadeKey = Static<typeof MadeKey>

export const KEYS_AT_ONCE = 50

/** Signing keys. Private halves are made and stay below the agent; nothing returns one. */
export const dkimOps = defineOps({
  'dkim.make': {
    summary:
      'Make the keys that are missing and tell the public halves of all that are named; one that stands is never replaced',
    effect: 'change',
    timeout: 120_000,
    input: Type.Object(
      {
        keys: Type.Array(
          Type.Object(
            {
              domain: DomainName,
              selector: Selector,
              algorithm: Algorithm,
              /** For RSA. */
              bits: Type.Integer({ minimum: 2048, maximum: 4096 }),
            },
            closed,
          ),
          { maxItems: KEYS_AT_ONCE },
        ),
      },
      closed,
    ),
    output: Type.Object({ keys: Type.Array(MadeKey) }),
  },
})
