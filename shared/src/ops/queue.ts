import { Type } from 'typebox'
import { QUEUE } from '../rules.ts'
import { defineOps } from './define.ts'

/** Never `ALL`, which is postsuper's word for everything: it has three characters. */
const QueueId = Type.String({ pattern: '^[0-9A-Za-z]{6,32}$' })
const Ids = Type.Array(QueueId, { minItems: 1, maxItems: QUEUE.idsPerCall })
const nothing = Type.Object({}, { additionalProperties: false })
const Count = Type.Integer({ minimum: 0 })

/** Where messages are listed from; corrupt files are only counted. */
const Queue = Type.Enum(['incoming', 'active', 'deferred', 'hold', 'maildrop'])

/** What was done, and to which messages; what is in neither list was not there any more. */
const Outcome = Type.Object({
  done: Type.Array(Type.String()),
  /** There, but in another state than the action needs: held, or not held. */
  idle: Type.Array(Type.String()),
})

/** Postfix's queue. Everything fails with `mail_stack_unavailable` while Postfix cannot tell. */
export const queueOps = defineOps({
  'queue.counts': {
    summary: 'Count the files of each queue',
    effect: 'read',
    timeout: 10_000,
    input: nothing,
    output: Type.Object({
      active: Count,
      deferred: Count,
      hold: Count,
      bounce: Count,
      maildrop: Count,
      incoming: Count,
      corrupt: Count,
      total: Count,
    }),
  },
  'queue.list': {
    summary: 'Every message with its recipients and reasons, as postqueue(1) -j writes them',
    effect: 'read',
    timeout: 60_000,
    input: nothing,
    output: Type.Object({
      queue_name: Type.String(),
      queue_id: Type.String(),
      /** Seconds since 1970. */
      arrival_time: Type.Integer(),
      message_size: Type.Integer(),
      forced_expire: Type.Boolean(),
      sender: Type.String(),
      recipients: Type.Array(
        Type.Object({ address: Type.String(), delay_reason: Type.Optional(Type.String()) }),
      ),
    }),
    stream: true,
  },
  'queue.act': {
    summary: 'Hold, release, requeue or try now the messages named',
    effect: 'change',
    timeout: 120_000,
    bodyLimit: 512 * 1024,
    input: Type.Object(
      {
        action: Type.Union([
          Type.Literal('hold'),
          Type.Literal('release'),
          Type.Literal('requeue'),
          Type.Literal('deliver'),
        ]),
        ids: Ids,
      },
      { additionalProperties: false },
    ),
    output: Outcome,
  },
  'queue.flush': {
    summary: 'Try all deferred mail now',
    effect: 'change',
    timeout: 30_000,
    input: nothing,
    output: Type.Object({ deferred: Count }),
  },
  'queue.delete': {
    summary: 'Delete the messages named; a call counts once in the hourly budget',
    effect: 'destroy',
    timeout: 120_000,
    bodyLimit: 512 * 1024,
    input: Type.Object({ ids: Ids }, { additionalProperties: false }),
    output: Outcome,
  },
  'queue.clear': {
    summary: 'Delete every message there is',
    effect: 'destroy',
    timeout: 300_000,
    input: nothing,
    output: Type.Object({ deleted: Count }),
  },
  'queue.message': {
    summary: 'Envelope, headers and reasons of one message, without its body',
    effect: 'read',
    timeout: 30_000,
    input: Type.Object({ id: QueueId }, { additionalProperties: false }),
    output: Type.Union([
      Type.Null(),
      Type.Object({
        queue: Queue,
        sender: Type.String(),
        recipients: Type.Array(
          Type.Object({
            address: Type.String(),
            reason: Type.Union([Type.String(), Type.Null()]),
          }),
        ),
        size_bytes: Count,
        /** Milliseconds since 1970. */
        arrived_ms: Count,
        forced_expire: Type.Boolean(),
        headers: Type.String(),
        headers_truncated: Type.Boolean(),
        next_retry_ms: Type.Union([Count, Type.Null()]),
      }),
    ]),
  },
  'queue.body': {
    summary: 'The body of one message, cut to a length; always in the journal',
    effect: 'disclose',
    timeout: 30_000,
    input: Type.Object({ id: QueueId }, { additionalProperties: false }),
    output: Type.Union([
      Type.Null(),
      Type.Object({ body: Type.String(), truncated: Type.Boolean() }),
    ]),
  },
})
