import { Type } from 'typebox'
import { defineEndpoints, type Resource } from './define.ts'
import type { Job } from './jobs.ts'
import type { QueueCounts } from './queue.ts'
import type { Health } from './stats.ts'

/** What each event carries. A new kind is one line here and one in `eventRights`. */
export interface EventData {
  /** A piece of long work began, moved or ended. Sent to its maker and to admins. */
  job: Job
  /** Objects of this kind were changed by somebody: what shows them should ask again. */
  changed: { readonly resource: Resource }
  /** How many messages are in which queue, told when it changes. */
  queue: QueueCounts
  /** The machine, at each sample. */
  stats: Health
}
export type EventName = keyof EventData

/** The right to read that an event needs; null: decided event by event (`job`), or harmless (`changed`). */
export const eventRights: Readonly<Record<EventName, Resource | null>> = {
  job: null,
  changed: null,
  queue: 'queue',
  stats: 'stats',
}

export const eventEndpoints = defineEndpoints({
  'GET /events': {
    summary:
      'Server-sent events: what changes, as it changes. `topics` limits them to these names; without it, all that the caller may see except single log lines',
    access: { kind: 'caller' },
    limit: 120,
    tier: 'community',
    query: Type.Object(
      {
        topics: Type.Optional(
          Type.String({ maxLength: 200, pattern: '^[a-z_]+(,[a-z_]+)*$', examples: ['job,queue'] }),
        ),
      },
      { additionalProperties: false },
    ),
    replies: { 200: Type.String() },
    streams: { media: 'text/event-stream', schema: Type.String() },
    errors: ['too_many_streams'],
  },
})
