import type { User } from '@mc/shared/contract'
import { formatBytes } from '../../lib/format.ts'
import type { Column } from '../../ui/table/types.ts'
import { MiddleTruncate, RelTime } from '../../ui/text.tsx'
import { words } from '../../words/users.ts'
import { quotaText } from './quota.ts'
import { UserState } from './user-state.tsx'

const own = words.users

/** What the list can be sorted by. */
export const sorts = ['email', 'domain_name', 'created_at'] as const

const quota = ({ quota_bytes }: User) =>
  quota_bytes > 0 ? formatBytes(quota_bytes) : <span className="muted">{own.defaultShort}</span>

export const columns: readonly Column<User, (typeof sorts)[number]>[] = [
  {
    id: 'email',
    header: own.columnAddress,
    sort: 'email',
    skeleton: 24,
    cell: (user) => <MiddleTruncate text={user.email} />,
  },
  {
    id: 'state',
    header: own.columnState,
    width: '7rem',
    from: 'md',
    skeleton: 7,
    cell: (user) => <UserState active={user.active} />,
  },
  {
    id: 'quota',
    header: own.columnQuota,
    width: '7rem',
    numeric: true,
    from: 'md',
    skeleton: 5,
    cell: quota,
  },
  {
    id: 'domain',
    header: own.columnDomain,
    sort: 'domain_name',
    width: '14rem',
    from: 'lg',
    skeleton: 12,
    cell: (user) => <MiddleTruncate text={user.domain_name} />,
  },
  {
    id: 'created',
    header: own.columnCreated,
    sort: 'created_at',
    width: '9rem',
    from: 'md',
    skeleton: 9,
    cell: (user) => <RelTime at={user.created_at} />,
  },
]

/** Second line where the columns have no room. */
export const rowNote = (user: User) =>
  `${user.active ? own.active : own.inactive} · ${quotaText(user.quota_bytes, undefined)}`
