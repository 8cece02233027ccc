import type { Column } from '../../../ui/table/types.ts'
import { MiddleTruncate, RelTime } from '../../../ui/text.tsx'
import { words } from '../../../words/trace.ts'
import type { Row } from './queries.ts'
import { OutcomeBadge, recipientOf, senderOf } from './status.tsx'
import styles from './trace.module.css'

const own = words.trace
export const sorts = ['first_at', 'last_at'] as const

/** Second line where the columns are hidden. */
export const rowNote = (row: Row) => (
  <>
    <RelTime at={row.first_at} /> → {recipientOf(row)}
  </>
)

export const columns: readonly Column<Row, (typeof sorts)[number]>[] = [
  {
    id: 'sender',
    header: own.columnSender,
    skeleton: 18,
    cell: (row) =>
      row.sender ? <MiddleTruncate text={row.sender} /> : <span>{senderOf(row)}</span>,
  },
  {
    id: 'recipient',
    header: own.columnRecipient,
    from: 'md',
    skeleton: 18,
    cell: (row) => <MiddleTruncate text={recipientOf(row)} />,
  },
  {
    id: 'status',
    header: own.columnStatus,
    width: '6.5rem',
    skeleton: 7,
    cell: (row) => <OutcomeBadge status={row.status} />,
  },
  {
    id: 'summary',
    header: own.columnSummary,
    width: '36%',
    from: 'lg',
    skeleton: 30,
    cell: (row) => (
      <span className={styles.summary} data-tip={row.summary}>
        {row.summary}
      </span>
    ),
  },
  {
    id: 'time',
    header: own.columnTime,
    sort: 'first_at',
    width: '8rem',
    from: 'md',
    skeleton: 9,
    cell: (row) => <RelTime at={row.first_at} />,
  },
]
