import type { TraceRow } from '@mc/shared/contract'

export type Status = TraceRow['status']

/** What came of a message for one recipient. */
export interface Delivery {
  readonly id: number
  readonly message: number
  /** Null until the log names the first recipient. */
  recipient: string | null
  original: string | null
  status: Status
  code: string | null
  reason: string | null
  relay: string | null
  folder: string | null
  /** What the mailbox's own filter did beside or instead of keeping it: `forwarded ADDRESS`, `refused`. */
  filter: string | null
  readonly firstAt: number
  lastAt: number
}

/** A message while the log speaks of it. */
export interface Message {
  readonly id: number
  queueId: string | null
  messageId: string | null
  sender: string | null
  client: string | null
  login: string | null
  size: number | null
  readonly firstAt: number
  lastAt: number
  /** It left the queue. */
  ended: boolean
  /** Numbers of the lines that speak of it. */
  readonly lines: number[]
  readonly related: { queue_id: string; kind: 'bounce' | 'delay_notice' | 'requeued' | 'cause' }[]
  readonly deliveries: Delivery[]
}

/** Where reading goes on: a file is known by its number on the disk and by its first line. */
export interface Position {
  readonly dev: string
  readonly ino: string
  /** SHA-256 of the first line. */
  readonly head: string
  /** Bytes of it that have been read, always whole lines. */
  readonly offset: number
}

/** A message that has more lines than this keeps its first ones and its last ones. */
export const MOST_LINES = 2000

/** Reason of a delivery that an administrator deleted. */
export const BY_HAND = 'deleted from the queue'
