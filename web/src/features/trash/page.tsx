import type { TrashItem } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { Trash2, Undo2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useDeedReason } from '../../lib/agent.ts'
import { useListState } from '../../lib/list-state.ts'
import { copyAction } from '../../ui/copy-action.ts'
import type { MenuItem } from '../../ui/menu-store.ts'
import { ListPage } from '../../ui/table/list-page.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/trash.ts'
import { columns, rowNote, sorts } from './columns.tsx'
import { trashQuery, useTrashDeed } from './queries.ts'

const PurgeDialog = lazy(() => import('./purge-dialog.tsx'))

const own = words.trash
const spec = { sorts, sort: 'purge_at', dir: 'asc', filters: [] } as const

const TrashPage = () => {
  const list = useListState(spec)
  const result = useQuery(trashQuery(list.query))
  const deed = useTrashDeed()
  const reason = useDeedReason('users')
  const [purging, setPurging] = useState<TrashItem>()
  const restore = async ({ id, email }: TrashItem) => {
    try {
      await deed({ id, action: 'restore' })
      toast.done(own.restored(email))
    } catch (error) {
      toast.fail(error)
    }
  }
  const actions = (item: TrashItem): MenuItem[] => [
    { label: own.restore, icon: Undo2, disabledReason: reason, run: () => void restore(item) },
    copyAction(own.copyAddress, item.email),
    {
      label: own.purge,
      icon: Trash2,
      danger: true,
      disabledReason: reason,
      run: () => setPurging(item),
    },
  ]
  return (
    <ListPage
      words={own}
      list={list}
      result={result}
      columns={columns}
      rowId={(item) => item.id}
      rowName={(item) => item.email}
      rowNote={rowNote}
      rowActions={actions}
      empty={{ icon: Trash2, title: own.emptyTitle, text: own.emptyText }}
    >
      <Suspense fallback={null}>
        {purging && <PurgeDialog item={purging} onClosed={() => setPurging(undefined)} />}
      </Suspense>
    </ListPage>
  )
}

export default TrashPage
