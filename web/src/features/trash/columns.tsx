import type { TrashItem } from '@mc/shared/contract'
import { formatBytes } from '../../lib/format.ts'
import type { Column } from '../../ui/table/types.ts'
import { MiddleTruncate, RelTime } from '../../ui/text.tsx'
import { words } from '../../words/trash.ts'
import { Countdown, timeLeft } from './countdown.tsx'

const own = words.trash

/** What the list can be sorted by. */
export const sorts = ['email', 'deleted_at', 'purge_at'] as const

export const columns: readonly Column<TrashItem, (typeof sorts)[number]>[] = [
  {
    id: 'email',
    header: own.columnAddress,
    sort: 'email',
    skeleton: 24,
    cell: (item) => <MiddleTruncate text={item.email} />,
  },
  {
    id: 'size',
    header: own.columnSize,
    width: '9rem',
    numeric: true,
    from: 'md',
    skeleton: 6,
    cell: ({ size_bytes }) =>
      size_bytes === null ? (
        <span className="muted">{own.notMeasured}</span>
      ) : (
        formatBytes(size_bytes)
      ),
  },
  {
    id: 'deleted',
    header: own.columnDeleted,
    sort: 'deleted_at',
    width: '9rem',
    from: 'md',
    skeleton: 9,
    cell: (item) => <RelTime at={item.deleted_at} />,
  },
  {
    id: 'purge',
    header: own.columnPurge,
    sort: 'purge_at',
    width: '9rem',
    from: 'md',
    skeleton: 9,
    cell: (item) => <Countdown at={item.purge_at} />,
  },
]

/** Second line where the columns have no room. */
export const rowNote = (item: TrashItem) =>
  [
    item.size_bytes === null ? own.notMeasured : formatBytes(item.size_bytes),
    own.note(timeLeft(item.purge_at, Date.now())),
  ].join(' · ')
