import type { AuditRow } from '@mc/shared/contract'
import { Status, type Tone } from '../../ui/status.tsx'
import type { Column } from '../../ui/table/types.ts'
import { MiddleTruncate, RelTime } from '../../ui/text.tsx'
import { words } from '../../words/audit.ts'

const own = words.audit
export const sorts = ['created_at'] as const

const tones = {
  pending: 'info',
  done: 'ok',
  refused: 'warn',
  failed: 'bad',
  unknown: 'warn',
} as const satisfies Record<AuditRow['outcome'], Tone>

export const Outcome = ({ outcome }: { outcome: AuditRow['outcome'] }) => (
  <Status tone={tones[outcome]}>{own.outcomes[outcome]}</Status>
)

/** `admin created the domain example.com`: the row's name. */
export const sentence = (row: AuditRow): string =>
  [row.actor ?? own.nobody, words.deed(row.action), row.target === row.actor ? '' : row.target]
    .filter(Boolean)
    .join(' ')

export const rowNote = (row: AuditRow) => (
  <>
    {row.actor ?? own.nobody} · <RelTime at={row.created_at} /> · {own.outcomes[row.outcome]}
  </>
)

export const columns: readonly Column<AuditRow, (typeof sorts)[number]>[] = [
  {
    id: 'deed',
    header: own.columnDeed,
    skeleton: 28,
    cell: (row) => (
      <MiddleTruncate
        text={[words.deed(row.action), row.target === row.actor ? '' : row.target]
          .filter(Boolean)
          .join(' ')}
      />
    ),
  },
  {
    id: 'actor',
    header: own.columnActor,
    width: '10rem',
    from: 'md',
    skeleton: 8,
    cell: (row) => row.actor ?? <span className="muted">{own.nobody}</span>,
  },
  {
    id: 'outcome',
    header: own.columnOutcome,
    width: '7.5rem',
    from: 'md',
    skeleton: 7,
    cell: (row) => <Outcome outcome={row.outcome} />,
  },
  {
    id: 'address',
    header: own.columnAddress,
    width: '10rem',
    from: 'lg',
    skeleton: 9,
    cell: (row) => row.address,
  },
  {
    id: 'time',
    header: own.columnTime,
    sort: 'created_at',
    width: '9rem',
    from: 'md',
    skeleton: 9,
    cell: (row) => <RelTime at={row.created_at} />,
  },
]
