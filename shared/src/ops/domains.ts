import { Type } from 'typebox'
import { defineOps } from './define.ts'

const DomainName = Type.String({ maxLength: 253, pattern: '^[a-z0-9-]+(\\.[a-z0-9-]+)+$' })

/** What the machine must know of the panel's domains beside the look-up tables: signing keys and, in the sandbox, DNS. */
export const domainOps = defineOps({
  'domains.apply': {
    summary:
      'Desired state: every domain listed has a DKIM key and its records; the tables name exactly these domains',
    effect: 'change',
    timeout: 120_000,
    bodyLimit: 32 * 1024 * 1024,
    input: Type.Object(
      { domains: Type.Array(DomainName, { maxItems: 100_000 }) },
      { additionalProperties: false },
    ),
    output: Type.Object({ keys_made: Type.Integer(), domains: Type.Integer() }),
  },
})
