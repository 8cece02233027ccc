import type { DkimKey } from '@mc/shared/contract'
import type { Column } from '../../ui/table/types.ts'
import { MiddleTruncate, RelTime } from '../../ui/text.tsx'
import { words } from '../../words/dkim.ts'
import { DnsState, KeyState } from './badges.tsx'

const own = words.dkim

export const sorts = ['domain', 'selector', 'state', 'dns_status', 'created_at'] as const

export const columns: readonly Column<DkimKey, (typeof sorts)[number]>[] = [
  {
    id: 'domain',
    header: own.columnDomain,
    sort: 'domain',
    skeleton: 18,
    cell: (row) => <MiddleTruncate text={row.domain_unicode} />,
  },
  {
    id: 'selector',
    header: own.columnSelector,
    sort: 'selector',
    width: '9rem',
    from: 'md',
    skeleton: 8,
    cell: (row) => (
      <span className="mono">
        <MiddleTruncate text={row.selector} tail={4} />
      </span>
    ),
  },
  {
    id: 'state',
    header: own.columnState,
    sort: 'state',
    width: '7rem',
    skeleton: 6,
    cell: (row) => <KeyState row={row} />,
  },
  {
    id: 'dns',
    header: own.columnDns,
    sort: 'dns_status',
    width: '8rem',
    from: 'md',
    skeleton: 8,
    cell: (row) => <DnsState row={row} />,
  },
  {
    id: 'key',
    header: own.columnKey,
    width: '7rem',
    from: 'lg',
    skeleton: 7,
    cell: (row) => own.keyText(row.algorithm, row.key_bits),
  },
  {
    id: 'created',
    header: own.columnCreated,
    sort: 'created_at',
    width: '9rem',
    from: 'lg',
    skeleton: 9,
    cell: (row) => <RelTime at={row.created_at} />,
  },
]
