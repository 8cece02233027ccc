import { Badge, type Tone } from '../../../ui/status.tsx'
import { words } from '../../../words/trace.ts'
import type { Row } from './queries.ts'

const own = words.trace
export type Outcome = Row['status']

const tones = {
  queued: 'info',
  deferred: 'warn',
  sent: 'ok',
  delivered: 'ok',
  bounced: 'bad',
  rejected: 'bad',
  discarded: 'off',
} as const satisfies Record<Outcome, Tone>

export const OutcomeBadge = ({ status }: { status: Outcome }) => (
  <Badge tone={tones[status]}>{own.statuses[status]}</Badge>
)

export const senderOf = ({ sender }: Pick<Row, 'sender'>) =>
  sender === null ? own.unknown : sender || own.nobody
export const recipientOf = ({ recipient }: Pick<Row, 'recipient'>) => recipient ?? own.unknown

/** `jane@example.com to bob@example.org`: the row's name. */
export const nameOf = (row: Pick<Row, 'sender' | 'recipient'>) =>
  own.name(senderOf(row), recipientOf(row))
