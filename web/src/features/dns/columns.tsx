import type { DnsDomain } from '@mc/shared/contract'
import type { Column } from '../../ui/table/types.ts'
import { MiddleTruncate, RelTime } from '../../ui/text.tsx'
import { words } from '../../words/dns.ts'
import { DomainState, summaryOf } from './state.tsx'

const own = words.dns

export const sorts = ['domain', 'status', 'checked_at'] as const

export const columns: readonly Column<DnsDomain, (typeof sorts)[number]>[] = [
  {
    id: 'domain',
    header: own.columnDomain,
    sort: 'domain',
    skeleton: 18,
    cell: (row) => <MiddleTruncate text={row.domain_unicode} />,
  },
  {
    id: 'status',
    header: own.columnStatus,
    sort: 'status',
    width: '8rem',
    skeleton: 7,
    cell: (row) => <DomainState status={row.own_status} />,
  },
  {
    id: 'found',
    header: own.columnFound,
    from: 'md',
    skeleton: 20,
    cell: (row) => <span className="muted">{summaryOf(row)}</span>,
  },
  {
    id: 'checked',
    header: own.columnChecked,
    sort: 'checked_at',
    width: '9rem',
    from: 'md',
    skeleton: 9,
    cell: (row) =>
      row.checked_at === null ? (
        <span className="muted">{own.never}</span>
      ) : (
        <RelTime at={row.checked_at} />
      ),
  },
]
