/** What one line says about mail. `queueId` is the line's own; facts without one are joined by other means. */
export type Fact =
  | { readonly kind: 'connect'; readonly client: string }
  | { readonly kind: 'disconnect' }
  | { readonly kind: 'tls' }
  | {
      readonly kind: 'client'
      readonly queueId: string
      readonly client: string
      readonly login: string | null
    }
  | {
      readonly kind: 'pickup'
      readonly queueId: string
      readonly sender: string
      /** The id that the message had before it was requeued. */
      readonly before: string | null
    }
  | { readonly kind: 'message-id'; readonly queueId: string; readonly messageId: string }
  | {
      readonly kind: 'queued'
      readonly queueId: string
      readonly sender: string
      readonly size: number
    }
  | {
      readonly kind: 'attempt'
      readonly queueId: string
      readonly recipient: string
      readonly original: string | null
      readonly relay: string | null
      readonly code: string
      /** The word of the log: sent, deferred, bounced, expired … */
      readonly status: string
      readonly reply: string
      /** lmtp, virtual, local, pipe: the mail stays here. */
      readonly local: boolean
      /** Session of the LMTP server that took it. */
      readonly session: string | null
    }
  | {
      readonly kind: 'reject'
      readonly queueId: string | null
      readonly what: 'reject' | 'discard'
      readonly client: string | null
      readonly code: string | null
      readonly reason: string
      readonly sender: string | null
      readonly recipient: string | null
      /** Refused after RCPT: no recipient gets it. */
      readonly whole: boolean
    }
  | { readonly kind: 'expired'; readonly queueId: string }
  | { readonly kind: 'removed'; readonly queueId: string; readonly byHand: boolean }
  /** What postsuper(1) did in all; `-d ALL` names no message. */
  | { readonly kind: 'deleted'; readonly count: number }
  | {
      readonly kind: 'handled'
      readonly queueId: string
      readonly what: 'held' | 'released' | 'requeued'
    }
  | {
      readonly kind: 'notice'
      readonly queueId: string
      readonly what: 'bounce' | 'delay_notice'
      readonly other: string
    }
  | {
      readonly kind: 'checked'
      readonly messageId: string
      readonly spam: boolean
      readonly score: string
    }
  | {
      readonly kind: 'stored'
      readonly session: string
      readonly what: 'stored' | 'forwarded' | 'discarded' | 'refused' | 'failed'
      /** Folder, address or reason. */
      readonly where: string
    }
  | { readonly kind: 'about'; readonly queueId: string }
