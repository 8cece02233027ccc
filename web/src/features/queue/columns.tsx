import { formatBytes } from '../../lib/format.ts'
import { Badge, type Tone } from '../../ui/status.tsx'
import type { Column } from '../../ui/table/types.ts'
import { MiddleTruncate, RelTime } from '../../ui/text.tsx'
import { words } from '../../words/queue.ts'
import { firstRecipient, senderOf } from './names.ts'
import type { Item, QueueName } from './queries.ts'
import styles from './queue.module.css'

const own = words.queue
export const sorts = ['arrived_at', 'size_bytes', 'sender', 'queue'] as const
type Titles = ReadonlyMap<string, string>

const tones = {
  incoming: 'info',
  active: 'info',
  deferred: 'warn',
  hold: 'off',
  maildrop: 'info',
} as const satisfies Record<QueueName, Tone>

export const QueueBadge = ({ queue }: { queue: QueueName }) => (
  <span data-tip={own.tips[queue]}>
    <Badge tone={tones[queue]}>{own.names[queue]}</Badge>
  </span>
)

const whyOf = ({ cause, recipients: [first] }: Item, titles: Titles) => ({
  title: cause === null ? own.notTried : (titles.get(cause) ?? own.otherCause),
  reason: first?.reason ?? undefined,
})

const Recipients = ({ row }: { row: Item }) => (
  <span className={styles.recipients}>
    <MiddleTruncate text={firstRecipient(row)} />
    {row.recipients_total > 1 && (
      <span className={styles.more}>
        <span aria-hidden="true">{own.andMore(row.recipients_total - 1)}</span>
        <span className="sr-only">{own.moreRecipients(row.recipients_total - 1)}</span>
      </span>
    )}
  </span>
)

const Why = ({ row, titles }: { row: Item; titles: Titles }) => {
  const { title, reason } = whyOf(row, titles)
  return (
    <span className={styles.why} data-tip={reason}>
      {row.cause === null ? <span className="muted">{title}</span> : title}
      {reason && <span className={styles.reason}> {reason}</span>}
    </span>
  )
}

/** Second line where the columns are hidden. */
export const rowNote = (titles: Titles) => (row: Item) => (
  <>
    {row.queue === 'deferred' ? whyOf(row, titles).title : own.names[row.queue]} ·{' '}
    <RelTime at={row.arrived_at} /> → {firstRecipient(row)}
  </>
)

/** @param titles words of the causes, by code */
export const columnsWith = (titles: Titles): readonly Column<Item, (typeof sorts)[number]>[] => [
  {
    id: 'sender',
    header: own.columnSender,
    sort: 'sender',
    skeleton: 18,
    cell: (row) =>
      row.sender ? <MiddleTruncate text={row.sender} /> : <span>{senderOf(row)}</span>,
  },
  {
    id: 'recipients',
    header: own.columnRecipients,
    from: 'md',
    skeleton: 18,
    cell: (row) => <Recipients row={row} />,
  },
  {
    id: 'why',
    header: own.columnWhy,
    from: 'lg',
    width: '30%',
    skeleton: 24,
    cell: (row) => <Why row={row} titles={titles} />,
  },
  {
    id: 'queue',
    header: own.columnQueue,
    sort: 'queue',
    width: '6.5rem',
    from: 'md',
    skeleton: 7,
    cell: (row) => <QueueBadge queue={row.queue} />,
  },
  {
    id: 'size',
    header: own.columnSize,
    sort: 'size_bytes',
    width: '5.5rem',
    numeric: true,
    from: 'lg',
    skeleton: 5,
    cell: (row) => formatBytes(row.size_bytes),
  },
  {
    id: 'age',
    header: own.columnAge,
    sort: 'arrived_at',
    width: '8rem',
    from: 'md',
    skeleton: 9,
    cell: (row) => <RelTime at={row.arrived_at} />,
  },
]
