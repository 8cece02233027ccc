import { type Static, Type } from 'typebox'
import { BULK_MAX_IDS, QUEUE } from '../rules.ts'
import { listQuery, oneOf, pageOf, Timestamp } from './common.ts'
import { defineEndpoints, read, write } from './define.ts'
import { Job } from './jobs.ts'

const Maybe = <T extends ReturnType<typeof Type.String> | typeof Timestamp>(schema: T) =>
  Type.Union([schema, Type.Null()])

/** Messages by where Postfix keeps them. */
export const QueueCounts = Type.Object({
  active: Type.Integer({ description: 'Being delivered' }),
  deferred: Type.Integer({ description: 'Waiting for the next attempt' }),
  hold: Type.Integer({ description: 'Held by hand' }),
  bounce: Type.Integer({
    description: 'Bounces that are being written, for messages that are counted elsewhere',
  }),
  maildrop: Type.Integer({ description: 'Submitted on this machine, not yet picked up' }),
  incoming: Type.Integer({ description: 'Just received' }),
  corrupt: Type.Integer({ description: 'Unreadable files that Postfix has put aside' }),
  total: Type.Integer({ description: 'All messages: active, deferred, hold, maildrop, incoming' }),
})
export type QueueCounts = Static<typeof QueueCounts>

/** Queues whose messages are listed; corrupt files are only counted. */
const QueueName = oneOf(['incoming', 'active', 'deferred', 'hold', 'maildrop'])
/** Not `ALL`, which is postsuper's word for everything: it has three characters. */
const QueueId = Type.String({ pattern: '^[0-9A-Za-z]{6,32}$', examples: ['4dXk1S2vZbz9vX'] })
const Recipient = Type.Object({
  address: Type.String(),
  /** What Postfix says of its last attempt, verbatim; null before the first. */
  reason: Maybe(Type.String()),
})

export const QueueItem = Type.Object({
  queue_id: Type.String(),
  queue: QueueName,
  /** Envelope sender; empty for a bounce. */
  sender: Type.String(),
  /** The first 100 of them. */
  recipients: Type.Array(Recipient),
  recipients_total: Type.Integer(),
  size_bytes: Type.Integer(),
  arrived_at: Timestamp,
  /** It will be returned at the next attempt, whatever its age. */
  forced_expire: Type.Boolean(),
  /** Code of why it waits (`connection_refused`, `greylisted`, …, `unknown`); null before the first attempt. */
  cause: Maybe(Type.String()),
})
export type QueueItem = Static<typeof QueueItem>

/** Why a message waits, in words. */
export const QueueWhy = Type.Object({
  cause: Type.String(),
  /** A few words, the same for every message of this cause. */
  title: Type.String(),
  /** What happened, as one sentence. */
  sentence: Type.String(),
  /** What to do; null where nothing follows from what is known. */
  advice: Maybe(Type.String()),
  /** The words that say so, verbatim. */
  evidence: Type.String(),
})
export type QueueWhy = Static<typeof QueueWhy>

const QueueMessage = Type.Object({
  ...QueueItem.properties,
  recipients: Type.Array(
    Type.Object({
      ...Recipient.properties,
      /** Null where there is no reason yet. */
      why: Type.Union([QueueWhy, Type.Null()]),
    }),
  ),
  /** Header fields in their order, unfolded. */
  headers: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
  /** There were more than fit. */
  headers_truncated: Type.Boolean(),
  /** When Postfix may try again, at the earliest; null where it is not waiting for a time. */
  next_retry_at: Maybe(Timestamp),
  /** What the mail log says of this queue id, the latest 200 lines, oldest first; absent without the right to `logs`. */
  history: Type.Optional(
    Type.Array(
      Type.Object({ timestamp: Timestamp, service: Type.String(), message: Type.String() }),
    ),
  ),
})
export type QueueMessage = Static<typeof QueueMessage>

const Text = Type.String({ minLength: 1, maxLength: 254 })
/** Which messages; all that is given must hold. */
const filters = {
  queue: Type.Optional(QueueName),
  sender: Type.Optional(
    Type.String({ maxLength: 254, description: 'The whole address; empty for bounces' }),
  ),
  recipient_domain: Type.Optional(Text),
  reason: Type.Optional(
    Type.String({ minLength: 1, maxLength: 254, description: 'Part of a reason, as it stands' }),
  ),
  cause: Type.Optional(Type.String({ pattern: '^[a-z_]{1,64}$' })),
  older_than: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 315_360_000, description: 'Seconds since it arrived' }),
  ),
}
const Filter = Type.Object(
  {
    ...filters,
    search: Type.Optional(Text),
    /** These messages, as far as they are still there: rows that somebody selected. */
    queue_ids: Type.Optional(Type.Array(QueueId, { minItems: 1, maxItems: BULK_MAX_IDS })),
  },
  { additionalProperties: false, minProperties: 1 },
)
export type QueueFilter = Static<typeof Filter>

const ItemPage = Type.Object({
  ...pageOf(QueueItem).properties,
  /** The snapshot that was read; further pages, sorts and filters that name it read the same. */
  view: Type.String(),
  taken_at: Timestamp,
  /** Messages in the snapshot, whatever was asked for: another `total` of GET /queue means that the queue has moved on. */
  view_total: Type.Integer(),
  /** How many of the messages that match (whatever `cause` was asked for) wait for what; most first. */
  causes: Type.Array(
    Type.Object({ cause: Type.String(), title: Type.String(), count: Type.Integer() }),
  ),
})
export type QueuePage = Static<typeof ItemPage>

const ItemParams = Type.Object({ queue_id: QueueId }, { additionalProperties: false })
const closed = { additionalProperties: false } as const
const Action = Type.Object(
  {
    action: oneOf(['flush', 'clear', 'hold', 'release', 'requeue', 'deliver']),
    /** Not with flush; clear without it means all; the others need it. */
    queueId: Type.Optional(QueueId),
  },
  closed,
)
export type QueueAction = Static<typeof Action>

const BulkAction = oneOf(['delete', 'hold', 'release', 'requeue', 'deliver'])
const Preview = Type.Object({
  preview_id: Type.String(),
  count: Type.Integer(),
  /** Some of them, oldest first, at most 20. */
  sample: Type.Array(QueueItem),
  expires_at: Timestamp,
})
export type QueuePreview = Static<typeof Preview>

const down = ['agent_unavailable', 'mail_stack_unavailable'] as const

export const queueEndpoints = defineEndpoints({
  'GET /queue': {
    summary: 'How many messages are in which queue',
    access: read('queue'),
    limit: 120,
    tier: 'community',
    replies: { 200: QueueCounts },
    errors: [...down],
  },
  'GET /queue/items': {
    summary:
      'List queued messages. Without `view` the queue is read anew; with it, the snapshot that an earlier answer named. A snapshot lives 10 minutes after its last use and ends when somebody acts on the queue: then the queue is read anew and the answer names another `view`',
    access: read('queue'),
    limit: 120,
    tier: 'community',
    query: listQuery(['arrived_at', 'size_bytes', 'sender', 'queue'], {
      ...filters,
      view: Type.Optional(Type.String({ pattern: '^[0-9A-Za-z_-]{1,64}$' })),
    }),
    replies: { 200: ItemPage },
    errors: [...down],
  },
  'GET /queue/items/{queue_id}': {
    summary: 'One message: envelope, headers, why it waits for each recipient, next attempt',
    access: read('queue'),
    limit: 120,
    tier: 'community',
    params: ItemParams,
    replies: { 200: QueueMessage },
    errors: ['queue_item_not_found', ...down],
  },
  'GET /queue/items/{queue_id}/body': {
    summary: `What the message says, at most ${QUEUE.bodyBytes / 1024} KiB of it. Every reading stands in the audit log`,
    access: read('queue'),
    limit: 120,
    tier: 'community',
    freshness: 'needed',
    params: ItemParams,
    replies: {
      200: Type.Object({
        queue_id: Type.String(),
        /** As it was sent, undecoded; bytes that are no UTF-8 become U+FFFD. */
        body: Type.String(),
        truncated: Type.Boolean(),
      }),
    },
    errors: ['queue_item_not_found', ...down],
    audit: 'queue.read_body',
  },
  'POST /queue': {
    summary:
      'Try all deferred mail now (flush), delete one message or, without queueId, all of them (clear), hold, release, requeue or deliver one. `done` says how many messages it was done to',
    access: write('queue'),
    limit: 10,
    tier: 'community',
    body: Action,
    replies: { 200: Type.Object({ message: Type.String(), done: Type.Integer() }) },
    errors: ['queue_item_not_found', 'queue_item_held', ...down],
    audit: 'queue.action',
  },
  'POST /queue/bulk': {
    summary:
      'Act on all messages that match a filter: first a preview, which freezes the set, then its `preview_id`, which acts on exactly that set',
    access: write('queue'),
    limit: 10,
    tier: 'community',
    // Either action and filter, or preview_id alone.
    body: Type.Object(
      {
        action: Type.Optional(BulkAction),
        filter: Type.Optional(Filter),
        preview_id: Type.Optional(Type.String({ pattern: '^[0-9A-Za-z_-]{1,64}$' })),
      },
      closed,
    ),
    replies: { 200: Preview, 202: Job },
    errors: ['queue_preview_gone', ...down],
    audit: 'queue.bulk',
  },
})
