import type { Account } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { Pencil, Plus, Trash2, UsersRound } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useListState } from '../../lib/list-state.ts'
import { useUser } from '../../lib/session.ts'
import { useDeed } from '../../lib/url.ts'
import { Button } from '../../ui/button.tsx'
import type { MenuItem } from '../../ui/menu-store.ts'
import { ListPage } from '../../ui/table/list-page.tsx'
import { words } from '../../words/accounts.ts'
import { columnsFor, rowNote, sorts } from './columns.tsx'
import { accountsQuery } from './queries.ts'

const CreateDialog = lazy(() => import('./create-dialog.tsx'))
const EditDialog = lazy(() => import('./edit-dialog.tsx'))
const RemoveDialog = lazy(() => import('./remove-dialog.tsx'))

const own = words.accounts
const spec = { sorts, sort: 'username', dir: 'asc', filters: [] } as const
type Shown = { kind: 'edit' | 'remove'; account: Account }

const AccountsPage = () => {
  const me = useUser()
  const list = useListState(spec)
  const result = useQuery(accountsQuery(list.query))
  const { deed, start, end } = useDeed()
  const [shown, setShown] = useState<Shown>()
  const columns = useMemo(() => columnsFor(me.id), [me.id])
  const close = () => setShown(undefined)
  const actions = (account: Account): MenuItem[] => [
    { label: own.edit, icon: Pencil, run: () => setShown({ kind: 'edit', account }) },
    {
      label: own.remove,
      icon: Trash2,
      danger: true,
      disabledReason: account.id === me.id ? own.yourself : undefined,
      run: () => setShown({ kind: 'remove', account }),
    },
  ]
  const create = (
    <Button variant="primary" icon={Plus} onClick={() => start('create')}>
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
      rowName={(row) => row.username}
      rowNote={rowNote}
      rowActions={actions}
      empty={{ icon: UsersRound, title: own.emptyTitle, text: own.emptyText, action: create }}
    >
      <Suspense fallback={null}>
        {deed === 'create' && <CreateDialog onClosed={end} />}
        {shown?.kind === 'edit' && (
          <EditDialog account={shown.account} self={shown.account.id === me.id} onClosed={close} />
        )}
        {shown?.kind === 'remove' && <RemoveDialog account={shown.account} onClosed={close} />}
      </Suspense>
    </ListPage>
  )
}

export default AccountsPage
