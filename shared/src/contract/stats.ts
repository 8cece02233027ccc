import { type Static, Type } from 'typebox'
import { oneOf, Timestamp } from './common.ts'
import { defineEndpoints, read } from './define.ts'

const Used = {
  total_bytes: Type.Integer(),
  used_bytes: Type.Integer(),
  available_bytes: Type.Integer(),
  /** One decimal. */
  usage_percent: Type.Number(),
}
const Maybe = Type.Union([Type.Integer(), Type.Null()])

/** The machine at one moment. */
export const Health = Type.Object({
  timestamp: Timestamp,
  hostname: Type.String(),
  uptime_seconds: Type.Integer(),
  uptime_formatted: Type.String(),
  cpu: Type.Object({
    usage_percent: Type.Number(),
    cores: Type.Integer(),
    load_average: Type.Array(Type.Number()),
  }),
  memory: Type.Object(Used),
  swap: Type.Object({ total_bytes: Type.Integer(), used_bytes: Type.Integer() }),
  /** The fullest of `disks`. */
  disk: Type.Object({ mount: Type.String(), ...Used }),
  /** Each file system that mail uses and what it uses it for. */
  disks: Type.Array(
    Type.Object({
      mount: Type.String(),
      uses: Type.Array(oneOf(['mail', 'queue', 'log', 'panel'])),
      ...Used,
    }),
  ),
  /** Bytes a second over all interfaces but the loopback one, since the sample before. */
  network: Type.Object({ received: Type.Integer(), sent: Type.Integer() }),
  /** Null while the agent does not answer or there is no mail stack. */
  queue_total: Maybe,
  /** What each daemon uses, all its processes together. */
  services: Type.Array(Type.Object({ name: Type.String(), memory_bytes: Type.Integer() })),
})
export type Health = Static<typeof Health>

const Series = Type.Array(Type.Union([Type.Number(), Type.Null()]))
/** Means over equal spans of time, oldest first; null where there was no sample. */
export const History = Type.Object({
  period: oneOf(['1h', '24h', '7d', '90d']),
  /** Start of the first span; each is `step_seconds` long. */
  from: Timestamp,
  step_seconds: Type.Integer(),
  cpu_percent: Series,
  load: Series,
  memory_percent: Series,
  swap_percent: Series,
  disk_percent: Series,
  network_received: Series,
  network_sent: Series,
  queue: Series,
  /** Messages a minute. */
  mail_in: Series,
  mail_out: Series,
  mail_rejected: Series,
  mail_deferred: Series,
})
export type History = Static<typeof History>

export const Stats = Type.Object({
  ...Health.properties,
  counts: Type.Object({
    domains: Type.Integer(),
    users: Type.Integer(),
    aliases: Type.Integer(),
  }),
  history: History,
})
export type Stats = Static<typeof Stats>

export const statsEndpoints = defineEndpoints({
  'GET /stats': {
    summary: 'Health of the machine and flow of mail: now, and over the last hour to 90 days',
    access: read('stats'),
    limit: 120,
    tier: 'community',
    query: Type.Object(
      { period: Type.Optional(oneOf(['1h', '24h', '7d', '90d'])) },
      { additionalProperties: false },
    ),
    replies: { 200: Stats },
    errors: [],
  },
})
