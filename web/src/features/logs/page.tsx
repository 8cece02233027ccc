import { useQuery } from '@tanstack/react-query'
import { Download, ScrollText } from 'lucide-react'
import { urlOf } from '../../lib/api.ts'
import { useListState } from '../../lib/list-state.ts'
import { useDetail } from '../../lib/url.ts'
import { buttonClass } from '../../ui/button.tsx'
import { InlineSelect } from '../../ui/choice.tsx'
import { ListPage } from '../../ui/table/list-page.tsx'
import { words } from '../../words/audit.ts'
import { columns, rowNote, sentence, sorts } from './columns.tsx'
import { AuditPanel } from './panel.tsx'
import { auditQuery } from './queries.ts'

const own = words.audit
const spec = { sorts, sort: 'created_at', dir: 'desc', filters: ['area'] } as const
const areas = [
  '',
  'auth',
  'domain',
  'user',
  'alias',
  'account',
  'token',
  'settings',
] as const satisfies readonly (keyof typeof own.areas)[]

const AuditPage = () => {
  const list = useListState(spec)
  const detail = useDetail('/audit')
  const area = areas.find((name) => name === list.filters.area) ?? ''
  const filter = { ...(area && { action: `${area}.` }) }
  const result = useQuery(auditQuery({ ...list.query, ...filter }))
  const { search } = list.query
  return (
    <ListPage
      words={own}
      list={list}
      result={result}
      columns={columns}
      rowId={(row) => row.id}
      rowName={sentence}
      rowTo={(row) => detail.to(row.id)}
      rowNote={rowNote}
      filters={
        <InlineSelect
          label={own.areaFilter}
          value={area}
          options={areas.map((value) => ({ value, label: own.areas[value] }))}
          onChange={(value) => list.setFilter('area', value)}
        />
      }
      tools={
        <a
          className={buttonClass({ variant: 'ghost' })}
          href={urlOf('/logs', { query: { ...filter, search, format: 'csv' } })}
          download="audit.csv"
        >
          <Download aria-hidden="true" />
          {own.export}
        </a>
      }
      empty={{ icon: ScrollText, title: own.emptyTitle, text: own.emptyText }}
      openId={detail.id}
    >
      {detail.id !== undefined && (
        <AuditPanel
          key={detail.id}
          row={result.data?.data.find((row) => row.id === detail.id)}
          onClose={detail.close}
        />
      )}
    </ListPage>
  )
}

export default AuditPage
