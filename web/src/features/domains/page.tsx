import type { Domain } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { Globe, Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { formatNumber } from '../../lib/format.ts'
import { useListState } from '../../lib/list-state.ts'
import { useWriteReason } from '../../lib/session.ts'
import { useDeed, useDetail } from '../../lib/url.ts'
import { Button } from '../../ui/button.tsx'
import { Status } from '../../ui/status.tsx'
import { ActiveFilter, activeOf } from '../../ui/table/active-filter.tsx'
import type { Refused } from '../../ui/table/bulk-switch.ts'
import { ListPage } from '../../ui/table/list-page.tsx'
import type { Column } from '../../ui/table/types.ts'
import { MiddleTruncate, RelTime } from '../../ui/text.tsx'
import { words } from '../../words/domains.ts'
import { useDomainActions } from './actions.ts'
import { DomainPanel } from './panel.tsx'
import { domainsQuery } from './queries.ts'

// Dialogs are fetched when the first is wanted: the page must be quick to open, not the dialog.
const CreateDialog = lazy(() => import('./create-dialog.tsx'))
const DeleteDialog = lazy(() => import('./delete-dialog.tsx'))
const RefusedDialog = lazy(() => import('../../ui/table/refused-dialog.tsx'))

const own = words.domains
const sorts = ['id', 'name', 'created_at'] as const
const spec = { sorts, sort: 'name', dir: 'asc', filters: ['active'] } as const

export const DomainState = ({ active }: { active: boolean }) => (
  <Status tone={active ? 'ok' : 'off'}>{active ? own.active : own.inactive}</Status>
)

const columns: readonly Column<Domain, (typeof sorts)[number]>[] = [
  {
    id: 'name',
    header: own.columnName,
    sort: 'name',
    skeleton: 18,
    cell: (row) => <MiddleTruncate text={row.name_unicode} />,
  },
  {
    id: 'state',
    header: own.columnState,
    width: '6.5rem',
    skeleton: 7,
    cell: (row) => <DomainState active={row.active} />,
  },
  {
    id: 'users',
    header: own.columnMailboxes,
    width: '7rem',
    numeric: true,
    from: 'md',
    skeleton: 3,
    cell: (row) => formatNumber(row.users),
  },
  {
    id: 'aliases',
    header: own.columnAliases,
    width: '6rem',
    numeric: true,
    from: 'md',
    skeleton: 3,
    cell: (row) => formatNumber(row.aliases),
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

const note = (row: Domain) =>
  `${words.counts.mailboxes(row.users)}, ${words.counts.aliases(row.aliases)}`

const DomainsPage = () => {
  const list = useListState(spec)
  const detail = useDetail('/domains')
  const { deed, start, end } = useDeed()
  const [deleting, setDeleting] = useState<{ rows: readonly Domain[]; done: () => void }>()
  const [refused, setRefused] = useState<Refused>()
  const readOnly = useWriteReason('domains')
  const result = useQuery(domainsQuery({ ...list.query, ...activeOf(list) }))
  const actions = useDomainActions(
    (rows, done = () => {}) => setDeleting({ rows, done }),
    setRefused,
  )
  const create = (
    <Button variant="primary" icon={Plus} disabledReason={readOnly} onClick={() => start('create')}>
      {own.create}
    </Button>
  )
  return (
    <ListPage
      words={own}
      action={create}
      list={list}
      result={result}
      columns={columns}
      rowId={(row) => row.id}
      rowName={(row) => row.name_unicode}
      rowTo={(row) => detail.to(row.id)}
      rowNote={note}
      rowActions={(row) => actions.forRow(row, readOnly)}
      bulkActions={(rows, clear) => actions.forRows(rows, clear, readOnly)}
      filters={<ActiveFilter list={list} />}
      empty={{ icon: Globe, title: own.emptyTitle, text: own.emptyText, action: create }}
      openId={detail.id}
    >
      {detail.id !== undefined && (
        <DomainPanel
          key={detail.id}
          id={detail.id}
          menu={(row) => actions.forRow(row, readOnly)}
          onClose={detail.close}
        />
      )}
      <Suspense fallback={null}>
        {deed === 'create' && !readOnly && <CreateDialog onClosed={end} />}
        {deleting && (
          <DeleteDialog
            {...deleting}
            onRefused={setRefused}
            onClosed={() => setDeleting(undefined)}
          />
        )}
        {refused && <RefusedDialog refused={refused} onClosed={() => setRefused(undefined)} />}
      </Suspense>
    </ListPage>
  )
}

export default DomainsPage
