import { useQuery } from '@tanstack/react-query'
import { PanelRight, Signpost } from 'lucide-react'
import { AppLink } from '../../lib/app-link.tsx'
import { useListState } from '../../lib/list-state.ts'
import { useNamedDetail } from '../../lib/url.ts'
import { buttonClass } from '../../ui/button.tsx'
import { InlineSelect } from '../../ui/choice.tsx'
import { copyAction } from '../../ui/copy-action.ts'
import { ListPage } from '../../ui/table/list-page.tsx'
import { words } from '../../words/dns.ts'
import { columns, sorts } from './columns.tsx'
import { DomainPanel, ServerPanel } from './panel.tsx'
import { detailForm, domainsQuery, path, SERVER } from './queries.ts'
import { DomainState, summaryOf } from './state.tsx'

const own = words.dns
const spec = { sorts, sort: 'status', dir: 'desc', filters: ['status'] } as const

const statusWords = ['fail', 'missing', 'warning', 'unknown', 'pass'] as const
const statusOptions = [
  { value: '', label: own.allStatuses },
  ...statusWords.map((value) => ({ value, label: own.statuses[value] })),
] as const

/** List, filter and what the server is asked for. */
const useDomains = () => {
  const list = useListState(spec)
  const status = statusWords.find((word) => word === list.filters.status)
  const result = useQuery(domainsQuery({ ...list.query, ...(status && { status }) }))
  const filters = (
    <InlineSelect
      label={own.statusFilter}
      value={status ?? ''}
      options={statusOptions}
      onChange={(value) => list.setFilter('status', value)}
    />
  )
  return { list, result, filters }
}

const DnsPage = () => {
  const { list, result, filters } = useDomains()
  const detail = useNamedDetail(path, detailForm)
  const host = result.data?.host
  return (
    <ListPage
      words={own}
      list={list}
      result={result}
      columns={columns}
      rowId={(row) => row.domain}
      rowName={(row) => row.domain_unicode}
      rowTo={(row) => detail.to(row.domain)}
      rowNote={summaryOf}
      rowActions={(row) => [
        { label: own.open, icon: PanelRight, run: () => void detail.open(row.domain) },
        copyAction(own.copyName, row.domain),
      ]}
      filters={filters}
      tools={
        host && (
          <AppLink to={detail.to(SERVER)} className={buttonClass({})}>
            {own.server} <DomainState status={host.status} />
          </AppLink>
        )
      }
      empty={{
        icon: Signpost,
        title: own.emptyTitle,
        text: own.emptyText,
        action: (
          <AppLink to="/domains" className={buttonClass({ variant: 'primary' })}>
            {own.toDomains}
          </AppLink>
        ),
      }}
      openId={detail.id}
    >
      {detail.id === SERVER && <ServerPanel onClose={() => void detail.close()} />}
      {detail.id !== undefined && detail.id !== SERVER && (
        <DomainPanel key={detail.id} domain={detail.id} onClose={() => void detail.close()} />
      )}
    </ListPage>
  )
}

export default DnsPage
