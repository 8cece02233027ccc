import { Type } from 'typebox'
import { defineEndpoints, type Resource } from './define.ts'
import type { Job } from './jobs.ts'
import type { QueueCounts } from './queue.ts'
import type { Service } from './services.ts'
import type { Health } from './stats.ts'
import type { MailLine } from './trace.ts'

/** What each event carries. A new kind is one line here and one in `eventRights`. */
export interface EventData {
  /** A piece of long work began, moved or ended. Sent to its maker and to admins. */
  job: Job
  /** Objects of this kind were changed by somebody: what shows them should ask again. `audit`: a deed was recorded. */
  changed: { readonly resource: Resource | 'accounts' | 'tokens' | 'audit' }
  /** All services, whenever one of them changes; `available` is false while the agent does not answer. */
  services: { readonly available: boolean; readonly services: readonly Service[] }
  /** Whether the agent answers, when that changes. Where there is no mail stack nothing is told. */
  agent: { readonly available: boolean }
  /** How many messages are in which queue, told when it changes. */
  queue: QueueCounts
  /** The machine, at each sample. */
  stats: Health
  /** Lines of the mail log as they are written, oldest first; only for those who name the topic. */
  mail_log: {
    readonly lines: readonly MailLine[] /** Lines that came too fast to be told. */
    readonly skipped: number
  }
}
export type EventName = keyof EventData

/** The right to read that an event needs; null: decided event by event (`job`), or harmless (`changed`, `agent`). */
export const eventRights: Readonly<Record<EventName, Resource | null>> = {
  job: null,
  changed: null,
  agent: null,
  mail_log: 'logs',
  services: 'services',
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
