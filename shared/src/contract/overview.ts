import { type Static, Type } from 'typebox'
import { oneOf } from './common.ts'
import { defineEndpoints, read } from './define.ts'

const Count = Type.Object({ total: Type.Integer(), inactive: Type.Integer() })
/** What the dashboard says in one look. */
export const Overview = Type.Object({
  domains: Count,
  users: Count,
  aliases: Count,
  trash: Type.Object({ total: Type.Integer(), size_bytes: Type.Integer() }),
  parts: Type.Array(
    Type.Object({
      name: Type.String(),
      status: oneOf(['ok', 'down', 'absent']),
      detail: Type.String(),
    }),
  ),
  /** What needs a person, most urgent first; `code` names the words and the place that mends it. */
  attention: Type.Array(
    Type.Object({
      code: oneOf([
        'part_down',
        'agent_down',
        'certificate_self_signed',
        'certificate_expires',
        'no_domains',
        'domain_inactive',
        'trash_purge_soon',
        'disk_full',
        'queue_waiting',
        'dns_wrong',
        'log_unread',
      ]),
      severity: oneOf(['bad', 'warn', 'info']),
      subject: Type.String(),
    }),
  ),
})
export type Overview = Static<typeof Overview>

export const overviewEndpoints = defineEndpoints({
  'GET /overview': {
    summary: 'Counts, parts of the mail stack and what needs attention',
    access: read('stats'),
    limit: 120,
    tier: 'community',
    replies: { 200: Overview },
    errors: [],
  },
})
