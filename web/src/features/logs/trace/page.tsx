import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Hourglass, Inbox, PanelRight, Route, ScrollText } from 'lucide-react'
import { useListState } from '../../../lib/list-state.ts'
import { can, useUser } from '../../../lib/session.ts'
import { useDetail } from '../../../lib/url.ts'
import { InlineSelect } from '../../../ui/choice.tsx'
import { copyAction } from '../../../ui/copy-action.ts'
import type { MenuItem } from '../../../ui/menu-store.ts'
import { ListPage } from '../../../ui/table/list-page.tsx'
import { words } from '../../../words/trace.ts'
import { IngestNote } from '../ingest-note.tsx'
import { usePeriod } from '../period.ts'
import { PeriodSelect } from '../period-select.tsx'
import { columns, rowNote, sorts } from './columns.tsx'
import { DeliveryPanel } from './panel.tsx'
import { type Row, traceQuery, useLiveTrace } from './queries.ts'
import { nameOf } from './status.tsx'

const own = words.trace
const spec = {
  sorts,
  sort: 'first_at',
  dir: 'desc',
  filters: ['status', 'period', 'from', 'to'],
} as const
const statuses = [
  '',
  'queued',
  'deferred',
  'sent',
  'delivered',
  'bounced',
  'rejected',
  'discarded',
] as const

/** Where one goes from a delivery. */
const useRowActions = (open: (id: number) => void) => {
  const navigate = useNavigate()
  const user = useUser()
  const go = (to: string, search: Record<string, string>) => () => void navigate({ to, search })
  return (row: Row): MenuItem[] => [
    { label: own.open, icon: PanelRight, run: () => open(row.id) },
    ...(row.recipient === null
      ? []
      : [
          {
            label: own.onlyRecipient,
            icon: Route,
            run: go('/trace', { search: row.recipient }),
          },
        ]),
    ...(row.status === 'delivered' && row.recipient !== null
      ? [
          {
            label: own.inMailboxes,
            icon: Inbox,
            run: go('/mailboxes', { search: row.recipient }),
          },
        ]
      : []),
    ...(row.queue_id === null
      ? []
      : [
          ...((row.status === 'deferred' || row.status === 'queued') && can(user, 'queue', 'read')
            ? [{ label: own.inQueue, icon: Hourglass, run: go(`/queue/${row.queue_id}`, {}) }]
            : []),
          { label: own.inLog, icon: ScrollText, run: go('/logs', { queue_id: row.queue_id }) },
          copyAction(own.copyQueueId, row.queue_id),
        ]),
  ]
}

const TracePage = () => {
  const list = useListState(spec)
  const detail = useDetail('/trace')
  const period = usePeriod()
  const status = statuses.find((name) => name === list.filters.status) ?? ''
  const result = useQuery(traceQuery({ ...list.query, ...period.query, ...(status && { status }) }))
  const actions = useRowActions((id) => void detail.open(id))
  useLiveTrace()
  return (
    <ListPage
      words={result.data?.total_is_least ? { ...own, count: own.countLeast } : own}
      list={list}
      result={result}
      columns={columns}
      rowId={(row) => row.id}
      rowName={nameOf}
      rowTo={(row) => detail.to(row.id)}
      rowNote={rowNote}
      rowActions={actions}
      filters={
        <>
          <PeriodSelect period={period} />
          <InlineSelect
            label={own.statusFilter}
            value={status}
            options={statuses.map((value) => ({ value, label: own.statuses[value] }))}
            onChange={(value) => list.setFilter('status', value)}
          />
        </>
      }
      empty={{ icon: Route, title: own.emptyTitle, text: own.emptyText }}
      openId={detail.id}
    >
      <IngestNote ingest={result.data?.ingest} />
      {detail.id !== undefined && (
        <DeliveryPanel key={detail.id} id={detail.id} menu={actions} onClose={detail.close} />
      )}
    </ListPage>
  )
}

export default TracePage
