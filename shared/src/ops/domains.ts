import { Type } from 'typebox'
import { defineOps } from './define.ts'
import { DomainName, Selector } from './dkim.ts'

const closed = { additionalProperties: false } as const

/** A key as it should be: what signs is `active`, the others are only published (in the sandbox) and kept. */
const WantedKey = Type.Object(
  {
    selector: Selector,
    state: Type.Union([Type.Literal('pending'), Type.Literal('active'), Type.Literal('retired')]),
  },
  closed,
)

/** What the machine must know of the panel's domains beside the look-up tables: signing keys and, in the sandbox, DNS. */
export const domainOps = defineOps({
  'domains.apply': {
    summary:
      'Desired state: the signing tables name exactly these domains and keys; keys that are named no more are taken away',
    effect: 'change',
    timeout: 120_000,
    bodyLimit: 32 * 1024 * 1024,
    input: Type.Object(
      {
        domains: Type.Array(
          Type.Object({ name: DomainName, keys: Type.Array(WantedKey, { maxItems: 100 }) }, closed),
          { maxItems: 100_000 },
        ),
      },
      closed,
    ),
    output: Type.Object({
      domains: Type.Integer(),
      /** Active keys that sign nothing, because their file is gone or the signer does not know their algorithm. */
      unusable: Type.Array(Type.Object({ domain: Type.String(), selector: Type.String() })),
    }),
  },
})
