import type { Token } from '@mc/shared/contract'
import { Badge } from '../../ui/status.tsx'
import type { Column } from '../../ui/table/types.ts'
import { RelTime } from '../../ui/text.tsx'
import { words } from '../../words/tokens.ts'
import { scopesText } from './scopes.ts'

const own = words.tokens
export const sorts = ['name', 'created_at', 'last_used_at', 'expires_at'] as const

const Never = () => <span className="muted">{own.never}</span>

const Expires = ({ at }: { at: string | null }) => {
  if (at === null) return <Never />
  if (Date.parse(at) <= Date.now()) return <Badge tone="warn">{own.expired}</Badge>
  return <RelTime at={at} />
}

export const rowNote = (row: Token) => scopesText(row.scopes)

export const columns: readonly Column<Token, (typeof sorts)[number]>[] = [
  {
    id: 'name',
    header: own.columnName,
    sort: 'name',
    width: '14rem',
    skeleton: 14,
    cell: (row) => row.name,
  },
  {
    id: 'scopes',
    header: own.columnScopes,
    from: 'md',
    skeleton: 24,
    cell: (row) => scopesText(row.scopes),
  },
  { id: 'owner', header: own.columnOwner, width: '9rem', from: 'lg', cell: (row) => row.owner },
  {
    id: 'used',
    header: own.columnUsed,
    sort: 'last_used_at',
    width: '9rem',
    from: 'md',
    skeleton: 9,
    cell: (row) => (row.last_used_at ? <RelTime at={row.last_used_at} /> : <Never />),
  },
  {
    id: 'expires',
    header: own.columnExpires,
    sort: 'expires_at',
    width: '9rem',
    from: 'md',
    skeleton: 9,
    cell: (row) => <Expires at={row.expires_at} />,
  },
]
