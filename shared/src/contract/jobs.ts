import { type Static, Type } from 'typebox'
import { Id, IdParams, listQuery, oneOf, pageOf, Timestamp } from './common.ts'
import { defineEndpoints } from './define.ts'

const Maybe = <T extends ReturnType<typeof Type.String> | typeof Timestamp>(schema: T) =>
  Type.Union([schema, Type.Null()])

/** Long work that goes on after its answer. */
export const Job = Type.Object({
  id: Id,
  /** `queue.bulk` … : the name of the deed in the audit log. */
  kind: Type.String(),
  state: oneOf(['running', 'done', 'failed']),
  /** Percent, 0 to 100. */
  progress: Type.Integer({ minimum: 0, maximum: 100 }),
  /** What is being done now, one of `steps`. */
  step: Maybe(Type.String()),
  steps: Type.Array(Type.String()),
  /** What came of it, by kind: counts, names; of what failed, as far as it came. Null until something is known. */
  result: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
  /** A sentence: what happened, what is untouched, what to do. */
  error: Maybe(Type.String()),
  started_at: Timestamp,
  finished_at: Maybe(Timestamp),
})
export type Job = Static<typeof Job>

export const jobEndpoints = defineEndpoints({
  'GET /jobs': {
    summary: 'Long work: all of it for admins, their own for others',
    access: { kind: 'caller' },
    limit: 120,
    tier: 'community',
    query: listQuery(['id'], { state: Type.Optional(oneOf(['running', 'done', 'failed'])) }),
    replies: { 200: pageOf(Job) },
    errors: [],
  },
  'GET /jobs/{id}': {
    summary: 'One piece of long work, for its maker and for admins',
    access: { kind: 'caller' },
    limit: 120,
    tier: 'community',
    params: IdParams,
    replies: { 200: Job },
    errors: ['job_not_found'],
  },
})
