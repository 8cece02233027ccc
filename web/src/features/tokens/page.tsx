import type { Token } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { KeySquare, Pencil, Plus, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useListState } from '../../lib/list-state.ts'
import { useDeed } from '../../lib/url.ts'
import { Button } from '../../ui/button.tsx'
import type { MenuItem } from '../../ui/menu-store.ts'
import { ListPage } from '../../ui/table/list-page.tsx'
import { words } from '../../words/tokens.ts'
import { columns, rowNote, sorts } from './columns.tsx'
import type { Made } from './create-dialog.tsx'
import { tokensQuery } from './queries.ts'

const CreateDialog = lazy(() => import('./create-dialog.tsx'))
const EditDialog = lazy(() => import('./edit-dialog.tsx'))
const MadeDialog = lazy(() => import('./made-dialog.tsx'))
const RevokeDialog = lazy(() => import('./revoke-dialog.tsx'))

const own = words.tokens
const spec = { sorts, sort: 'created_at', dir: 'desc', filters: [] } as const
type Shown = { kind: 'made'; made: Made } | { kind: 'edit' | 'revoke'; token: Token }

const TokensPage = () => {
  const list = useListState(spec)
  const result = useQuery(tokensQuery(list.query))
  const { deed, start, end } = useDeed()
  const [shown, setShown] = useState<Shown>()
  const close = () => setShown(undefined)
  const actions = (token: Token): MenuItem[] => [
    { label: own.edit, icon: Pencil, run: () => setShown({ kind: 'edit', token }) },
    {
      label: own.revoke,
      icon: Trash2,
      danger: true,
      run: () => setShown({ kind: 'revoke', token }),
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
      rowName={(row) => row.name}
      rowNote={rowNote}
      rowActions={actions}
      empty={{ icon: KeySquare, title: own.emptyTitle, text: own.emptyText, action: create }}
    >
      <Suspense fallback={null}>
        {deed === 'create' && (
          <CreateDialog
            onClosed={(made) => {
              end()
              if (made) setShown({ kind: 'made', made })
            }}
          />
        )}
        {shown?.kind === 'made' && <MadeDialog made={shown.made} onClosed={close} />}
        {shown?.kind === 'edit' && <EditDialog token={shown.token} onClosed={close} />}
        {shown?.kind === 'revoke' && <RevokeDialog token={shown.token} onClosed={close} />}
      </Suspense>
    </ListPage>
  )
}

export default TokensPage
