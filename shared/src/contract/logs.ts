import { type Static, Type } from 'typebox'
import { Id, listQuery, oneOf, pageOf, Timestamp } from './common.ts'
import { defineEndpoints } from './define.ts'

const Values = Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()])
/** One deed in the panel. Rows are never changed or removed through the API. */
export const AuditRow = Type.Object({
  id: Id,
  created_at: Timestamp,
  /** Name of the account, `token:<name>`, `cli`, or null when nobody was signed in. */
  actor: Type.Union([Type.String(), Type.Null()]),
  action: Type.String(),
  target: Type.Union([Type.String(), Type.Null()]),
  before: Values,
  after: Values,
  address: Type.Union([Type.String(), Type.Null()]),
  request_id: Type.Union([Type.String(), Type.Null()]),
  /** `unknown`: what was to do it ended or fell silent before it said whether it was done. */
  outcome: oneOf(['pending', 'done', 'refused', 'failed', 'unknown']),
})
export type AuditRow = Static<typeof AuditRow>

export const logEndpoints = defineEndpoints({
  'GET /logs': {
    summary: 'The audit log: who changed what, when, from where',
    access: { kind: 'admin' },
    limit: 120,
    tier: 'community',
    query: listQuery(['id', 'created_at'], {
      action: Type.Optional(
        Type.String({
          maxLength: 64,
          description: '`domain.create`, or all of an area: `domain.`',
        }),
      ),
      user: Type.Optional(Type.String({ maxLength: 64 })),
      from: Type.Optional(Timestamp),
      to: Type.Optional(Timestamp),
      format: Type.Optional(oneOf(['json', 'csv'])),
    }),
    replies: { 200: pageOf(AuditRow) },
    streams: { media: 'text/csv', schema: Type.String() },
    errors: [],
  },
})
