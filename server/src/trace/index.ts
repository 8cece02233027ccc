import type {
  Ingest,
  MailLine,
  QueryOf,
  ReplyOf,
  TraceDetail,
  TraceStep,
} from '@mc/shared/contract'

/** Messages of one minute. */
export interface FlowMinute {
  /** Start of the minute, RFC 3339. */
  readonly at: string
  /** Messages taken in, from outside, from logins and from this machine. */
  readonly in: number
  /** Recipients that got theirs, in a mailbox here or at another server. */
  readonly out: number
  /** Recipients refused while the sender was connected. */
  readonly rejected: number
  /** Attempts that will be repeated. */
  readonly deferred: number
}

/**
 * What the log tells of mail: reads the index that the ingest process keeps. Nothing here waits for that process, and
 * where there is no index yet all answers are empty.
 */
export interface Trace {
  /** One page of messages × recipients. */
  page(query: QueryOf<'GET /logs/trace'>): Promise<ReplyOf<'GET /logs/trace'>>
  /** One of them with its timeline; undefined when there is none of this id. */
  detail(id: number): Promise<TraceDetail | undefined>
  /** Lines of the log, newest first. */
  lines(query: QueryOf<'GET /logs/mail'>): Promise<ReplyOf<'GET /logs/mail'>>
  /** Lines after one, oldest first, at most `limit`; `last` is where to go on. `after` undefined: none, only `last`. */
  linesAfter(after: number | undefined, limit: number): Promise<{ lines: MailLine[]; last: number }>
  /** What the log says of a queue id, oldest first; of the latest message where the id was used again. */
  history(queueId: string): Promise<TraceStep[]>
  /** Minutes in which anything happened, ascending, `from` ≤ at < `to`. */
  flow(from: Date, to: Date): Promise<FlowMinute[]>
  /** Whether the log is being read: where it is not, no line means nothing. */
  ingest(): Promise<Ingest>
  /** Tells the ingest process how long to keep what it has read. */
  keep(days: number): void
  close(): Promise<void>
}
