import { useQuery } from '@tanstack/react-query'
import { Hourglass, ListChecks, Send, Trash2 } from 'lucide-react'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useDeedReason } from '../../lib/agent.ts'
import { useListState } from '../../lib/list-state.ts'
import { useLive } from '../../lib/live.ts'
import { useNamedDetail } from '../../lib/url.ts'
import { Button } from '../../ui/button.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { ListPage } from '../../ui/table/list-page.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/queue.ts'
import { type Actable, useQueueActions } from './actions.ts'
import { QueueBar } from './bar.tsx'
import { columnsWith, rowNote } from './columns.tsx'
import { FilterControls } from './filter-controls.tsx'
import { filterOf, spec } from './filters.ts'
import { nameOf } from './names.ts'
import { MessagePanel } from './panel.tsx'
import {
  type BulkAction,
  type Counts,
  countsQuery,
  type Filter,
  forgetView,
  itemsQuery,
  useQueueAct,
  useRefresh,
} from './queries.ts'

const BulkDialog = lazy(() => import('./bulk-dialog.tsx'))
const ClearDialog = lazy(() => import('./clear-dialog.tsx'))
const DeleteDialog = lazy(() => import('./delete-dialog.tsx'))
const FilterDialog = lazy(() => import('./filter-dialog.tsx'))

const own = words.queue

type Asked =
  | { what: 'bulk'; action: BulkAction; filter: Filter; done: () => void }
  | { what: 'delete'; row: Actable }
  | { what: 'clear'; counts: Counts }
  | { what: 'filter' }

/** What is done with all of the queue: at the right of the title. */
const WholeQueue = ({
  counts,
  readOnly,
  onClear,
}: {
  counts: Counts | undefined
  readOnly: string | undefined
  onClear: (counts: Counts) => void
}) => {
  const act = useQueueAct()
  const [busy, setBusy] = useState(false)
  const flush = async () => {
    setBusy(true)
    try {
      toast.done(own.flushed((await act({ action: 'flush' })).done))
    } catch (error) {
      toast.fail(error)
    } finally {
      setBusy(false)
    }
  }
  const items = () => [
    {
      label: own.clear,
      icon: Trash2,
      danger: true,
      disabledReason: readOnly ?? (counts?.total ? undefined : own.nothingQueued),
      run: () => counts && onClear(counts),
    },
  ]
  return (
    <>
      <Button
        variant="primary"
        icon={Send}
        busy={busy}
        disabledReason={readOnly ?? (counts?.deferred === 0 ? own.nothingDeferred : undefined)}
        onClick={() => void flush()}
      >
        {own.flush}
      </Button>
      <MenuButton variant="secondary" label={own.more} items={items} />
    </>
  )
}

const useQueueData = () => {
  const list = useListState(spec)
  const filter = filterOf(list)
  const counts = useQuery(countsQuery)
  const result = useQuery(itemsQuery({ ...list.query, ...filter }))
  useLive('queue', countsQuery.queryKey, (told) => told)
  // The next visit begins with a list of its own.
  useEffect(() => forgetView, [])
  const causes = result.data?.causes ?? []
  const titles = useMemo(
    () => new Map(result.data?.causes.map(({ cause, title }) => [cause, title])),
    [result.data?.causes],
  )
  return { list, filter, counts: counts.data, result, causes, titles }
}

const QueuePage = () => {
  const { list, filter, counts, result, causes, titles } = useQueueData()
  const detail = useNamedDetail('/queue', /^[0-9A-Za-z]{6,32}$/)
  const readOnly = useDeedReason('queue')
  const refresh = useRefresh()
  const [asked, setAsked] = useState<Asked>()
  const close = () => setAsked(undefined)
  const actions = useQueueActions({
    list,
    open: (id) => void detail.open(id),
    remove: (row) => setAsked({ what: 'delete', row }),
    bulk: (action, of, done = () => {}) => setAsked({ what: 'bulk', action, filter: of, done }),
    readOnly,
  })
  const columns = useMemo(() => columnsWith(titles), [titles])
  const whole = (
    <WholeQueue
      counts={counts}
      readOnly={readOnly}
      onClear={(now) => setAsked({ what: 'clear', counts: now })}
    />
  )
  return (
    <ListPage
      words={own}
      action={whole}
      above={
        <QueueBar
          list={list}
          counts={counts}
          taken={result.data}
          onRefresh={() => void refresh()}
        />
      }
      list={list}
      result={result}
      columns={columns}
      rowId={(row) => row.queue_id}
      rowName={nameOf}
      rowTo={(row) => detail.to(row.queue_id)}
      rowNote={rowNote(titles)}
      rowActions={actions.forRow}
      bulkActions={actions.forRows}
      filters={
        <FilterControls list={list} causes={causes} onMore={() => setAsked({ what: 'filter' })} />
      }
      tools={
        filter &&
        result.data &&
        result.data.total > 0 && (
          <MenuButton variant="secondary" label={own.act} items={() => actions.forFilter(filter)}>
            <ListChecks aria-hidden="true" />
            {own.act}
          </MenuButton>
        )
      }
      empty={{ icon: Hourglass, title: own.emptyTitle, text: own.emptyText }}
      openId={detail.id}
    >
      {detail.id !== undefined && (
        <MessagePanel
          key={detail.id}
          queueId={detail.id}
          menu={actions.forRow}
          readOnly={readOnly}
          onDelete={(row) => setAsked({ what: 'delete', row })}
          onClose={detail.close}
        />
      )}
      <Suspense fallback={null}>
        {asked?.what === 'bulk' && <BulkDialog {...asked} onClosed={close} />}
        {asked?.what === 'clear' && <ClearDialog {...asked} onClosed={close} />}
        {asked?.what === 'filter' && <FilterDialog onClosed={close} />}
        {asked?.what === 'delete' && (
          <DeleteDialog
            {...asked}
            done={() => detail.id === asked.row.queue_id && void detail.close()}
            onClosed={close}
          />
        )}
      </Suspense>
    </ListPage>
  )
}

export default QueuePage
