import type { QueueItem } from '@mc/shared/contract'

/** Which rows of a snapshot; all that is given must hold. Texts in any case, as literal substrings where partial. */
export interface ViewFilter {
  readonly queue?: string | undefined
  /** The whole address. */
  readonly sender?: string | undefined
  readonly recipient_domain?: string | undefined
  /** Part of a reason. */
  readonly reason?: string | undefined
  readonly cause?: string | undefined
  /** Seconds. */
  readonly older_than?: number | undefined
  /** These messages. */
  readonly queue_ids?: readonly string[] | undefined
  /** Part of queue id, sender or a recipient. */
  readonly search?: string | undefined
}

export interface ViewAsk extends ViewFilter {
  readonly sort: 'arrived_at' | 'size_bytes' | 'sender' | 'queue'
  readonly dir: 'asc' | 'desc'
  readonly limit: number
  readonly offset: number
}

export interface ViewPage {
  readonly data: QueueItem[]
  readonly total: number
  /** All messages of the snapshot. */
  readonly view_total: number
  /** Of all that match, whatever `cause` was asked for. */
  readonly causes: { readonly cause: string; readonly count: number }[]
}

export interface ViewSet {
  readonly ids: string[]
  readonly sample: QueueItem[]
}

/** How messages that somebody acted on are told to the snapshots that show them. */
export type Change = 'gone' | 'hold' | 'deferred'

/** What the worker is asked, by the name of the answer's type. */
export type ViewRequest =
  | { readonly do: 'begin'; readonly view: string }
  | { readonly do: 'piece'; readonly view: string; readonly text: string }
  | { readonly do: 'finish'; readonly view: string }
  | { readonly do: 'page'; readonly view: string; readonly ask: ViewAsk }
  | {
      readonly do: 'set'
      readonly view: string
      readonly filter: ViewFilter
      readonly sample: number
    }
  | {
      readonly do: 'change'
      readonly view: string
      readonly ids: readonly string[]
      readonly change: Change
    }
  | { readonly do: 'drop'; readonly view: string }

export interface ViewQuestion {
  readonly id: number
  readonly request: ViewRequest
}
export type ViewAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string }
