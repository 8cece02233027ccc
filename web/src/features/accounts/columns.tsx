import type { Account } from '@mc/shared/contract'
import { Badge } from '../../ui/status.tsx'
import type { Column } from '../../ui/table/types.ts'
import { MiddleTruncate, RelTime } from '../../ui/text.tsx'
import { words } from '../../words/accounts.ts'

const own = words.accounts
export const sorts = ['username', 'email', 'role', 'created_at', 'last_login_at'] as const

/** `Editor: Mailboxes, Aliases` */
const rightsText = ({ role, permissions }: Account): string =>
  role === 'editor' && permissions.length > 0
    ? `${own.roles.editor}: ${permissions.map((name) => own.permissionWords[name]).join(', ')}`
    : own.roles[role]

export const rowNote = (row: Account) => `${row.email} · ${rightsText(row)}`

/** @param self the account that looks */
export const columnsFor = (self: number): readonly Column<Account, (typeof sorts)[number]>[] => [
  {
    id: 'username',
    header: own.columnName,
    sort: 'username',
    width: '12rem',
    skeleton: 10,
    cell: (row) => (
      <>
        {row.username} {row.id === self && <Badge tone="accent">{own.you}</Badge>}
      </>
    ),
  },
  {
    id: 'email',
    header: own.columnEmail,
    sort: 'email',
    from: 'md',
    skeleton: 20,
    cell: (row) => <MiddleTruncate text={row.email} />,
  },
  {
    id: 'role',
    header: own.columnRole,
    sort: 'role',
    from: 'md',
    skeleton: 12,
    cell: (row) => rightsText(row),
  },
  {
    id: 'login',
    header: own.columnLogin,
    sort: 'last_login_at',
    width: '9rem',
    from: 'md',
    skeleton: 9,
    cell: (row) =>
      row.last_login_at ? (
        <RelTime at={row.last_login_at} />
      ) : (
        <span className="muted">{own.never}</span>
      ),
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
