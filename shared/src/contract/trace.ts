import { type Static, Type } from 'typebox'
import { Id, IdParams, listQuery, oneOf, pageOf, Timestamp } from './common.ts'
import { defineEndpoints, read } from './define.ts'

const Text = Type.Union([Type.String(), Type.Null()])
const Bytes = Type.Union([Type.Integer(), Type.Null()])

/** How far the log has been read. Pages say so where it is not `reading`: what they show is then older than the log. */
const Ingest = Type.Object({
  /** `stopped`: nobody reads the log now; what was read before is shown. `never`: it has not been read yet. */
  state: oneOf(['reading', 'catching_up', 'stopped', 'never']),
  /** Time of the last line that was read. */
  read_to: Type.Union([Timestamp, Type.Null()]),
  /** What of the log is still to be read. */
  behind_bytes: Type.Integer(),
})
export type Ingest = Static<typeof Ingest>

export const logLevels = ['debug', 'info', 'warning', 'error'] as const
/** One line of the mail log, as the daemon wrote it; control and bidi characters stand escaped as text. */
export const MailLine = Type.Object({
  /** Rises with every line; also the cursor `before`. */
  id: Id,
  timestamp: Timestamp,
  host: Type.String(),
  /** `postfix/smtp`, `dovecot/lmtp`, `opendkim` … */
  service: Type.String(),
  pid: Type.Union([Type.Integer(), Type.Null()]),
  /** From the daemon's own mark; refused, deferred and bounced mail counts as `warning`. */
  level: oneOf(logLevels),
  queue_id: Text,
  message: Type.String(),
})
export type MailLine = Static<typeof MailLine>

export const traceStatuses = [
  'queued',
  'deferred',
  'sent',
  'delivered',
  'bounced',
  'rejected',
  'discarded',
] as const

const row = {
  id: Id,
  /** The present one: a requeued message gets a new one. Null for mail refused before it had one. */
  queue_id: Text,
  message_id: Text,
  /** Envelope sender; empty for bounces. Null while the log has not named it. */
  sender: Text,
  /** Final recipient; null while the message waits and the log has named nobody yet. */
  recipient: Text,
  /** What the sender wrote, where an alias led to `recipient`. */
  original_recipient: Text,
  /** IP address; null for mail made on this machine. */
  client: Text,
  /** `sent`: accepted by another server. `delivered`: in a mailbox here. */
  status: oneOf(traceStatuses),
  /** The last answer in the words of the server that gave it. */
  reason: Text,
  /** Enhanced status code (RFC 3463). */
  code: Text,
  /** Server that answered last, `host[address]:port`. */
  relay: Text,
  /** Folder of the mailbox: `INBOX`, `Junk`. */
  folder: Text,
  size_bytes: Bytes,
  first_at: Timestamp,
  last_at: Timestamp,
  /** What happened, as one sentence without a time: `last_at` is when. */
  summary: Type.String(),
}
export const TraceRow = Type.Object(row)
export type TraceRow = Static<typeof TraceRow>

export const traceStages = [
  'connect',
  'accepted',
  'checked',
  'queued',
  'attempt',
  'delivered',
  'deferred',
  'bounced',
  'rejected',
  'discarded',
  'held',
  'notice',
  'removed',
] as const
export const TraceStep = Type.Object({
  at: Timestamp,
  stage: oneOf(traceStages),
  service: Type.String(),
  /** A sentence. */
  text: Type.String(),
  /** The line of the log. */
  line: Type.String(),
})
export type TraceStep = Static<typeof TraceStep>

export const TraceDetail = Type.Object({
  ...row,
  /** From connect to the end; of the whole message, so other recipients' steps stand there too. */
  timeline: Type.Array(TraceStep),
  /** Further messages that came of this one, or that it came of; find them by `search=queue_id`. */
  related: Type.Array(
    Type.Object({
      queue_id: Type.String(),
      kind: oneOf(['bounce', 'delay_notice', 'requeued', 'cause']),
    }),
  ),
})
export type TraceDetail = Static<typeof TraceDetail>

const span = { from: Type.Optional(Timestamp), to: Type.Optional(Timestamp) }

export const traceEndpoints = defineEndpoints({
  'GET /logs/mail': {
    summary:
      'The mail log, newest line first. No total: millions of lines are not counted for a page. `before` of one answer is the cursor of the next; `more` says whether older lines are left to look at, also when a search has found few so far',
    access: read('logs'),
    limit: 120,
    tier: 'community',
    query: Type.Object(
      {
        search: Type.Optional(
          Type.String({ maxLength: 254, description: 'Literal text in any case' }),
        ),
        service: Type.Optional(
          Type.String({
            maxLength: 64,
            description: '`postfix/smtp`, or `postfix` for all its parts',
          }),
        ),
        level: Type.Optional(
          Type.Enum([...logLevels], { description: 'This level and worse ones' }),
        ),
        queue_id: Type.Optional(Type.String({ pattern: '^[0-9A-Za-z]{6,32}$' })),
        ...span,
        pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
        before: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
      },
      { additionalProperties: false },
    ),
    replies: {
      200: Type.Object({
        data: Type.Array(MailLine),
        more: Type.Boolean(),
        /** Cursor of the next answer; null when `more` is false. */
        before: Type.Union([Id, Type.Null()]),
        /** How far back this answer has looked. */
        searched_to: Type.Union([Timestamp, Type.Null()]),
        /** Every service that the log has lines of, for a filter. */
        services: Type.Array(Type.String()),
        ingest: Ingest,
      }),
    },
    errors: [],
  },
  'GET /logs/trace': {
    summary:
      'What became of each message for each recipient. `search`: an address or how it begins, a domain (`@example.com` or `example.com`), a queue id, a Message-ID or a client address. `from` and `to` are about `first_at`',
    access: read('logs'),
    limit: 120,
    tier: 'community',
    query: listQuery(['first_at', 'last_at'], {
      ...span,
      status: Type.Optional(oneOf(traceStatuses)),
    }),
    replies: {
      200: Type.Interface([pageOf(TraceRow)], {
        /** True: the search is so wide that its matches were not all counted; there are at least `total`. */
        total_is_least: Type.Boolean(),
        ingest: Ingest,
      }),
    },
    errors: [],
  },
  'GET /logs/trace/{id}': {
    summary: 'One of them with its timeline, from connect to delivery',
    access: read('logs'),
    limit: 120,
    tier: 'community',
    params: IdParams,
    replies: { 200: TraceDetail },
    errors: ['trace_not_found'],
  },
})
