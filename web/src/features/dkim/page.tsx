import type { DkimKey } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useDeedReason } from '../../lib/agent.ts'
import { AppLink } from '../../lib/app-link.tsx'
import { likelyDomainQuery } from '../../lib/domain-choices.ts'
import { useListState } from '../../lib/list-state.ts'
import { useWriteReason } from '../../lib/session.ts'
import { useDeed, useDetail } from '../../lib/url.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { InlineSelect } from '../../ui/choice.tsx'
import { DomainFilter } from '../../ui/domain-picker.tsx'
import { ListPage } from '../../ui/table/list-page.tsx'
import { words } from '../../words/dkim.ts'
import { columns, sorts } from './columns.tsx'
import { KeyPanel } from './panel.tsx'
import { keysQuery, path } from './queries.ts'
import { type Shown, useKeyDeeds, useKeyMenu } from './use-key-deeds.ts'

const CreateDialog = lazy(() => import('./create-dialog.tsx'))
const DeleteDialog = lazy(() => import('./delete-dialog.tsx'))
const SwitchDialog = lazy(() => import('./switch-dialog.tsx'))

const own = words.dkim
const spec = { sorts, sort: 'domain', dir: 'asc', filters: ['domain', 'state', 'dns'] } as const

const stateWords = ['pending', 'active', 'retired'] as const
const dnsWords = ['published', 'missing', 'mismatch', 'unknown'] as const
const stateOptions = [
  { value: '', label: own.allStates },
  ...stateWords.map((value) => ({ value, label: own.states[value] })),
] as const
const dnsOptions = [
  { value: '', label: own.allDns },
  ...dnsWords.map((value) => ({ value, label: own.dns[value] })),
] as const

/** List, filters and what the server is asked for. */
const useKeys = () => {
  const list = useListState(spec)
  const { domain } = list.filters
  const state = stateWords.find((word) => word === list.filters.state)
  const dns = dnsWords.find((word) => word === list.filters.dns)
  const result = useQuery(
    keysQuery({
      ...list.query,
      ...(domain && { domain }),
      ...(state && { state }),
      ...(dns && { dns_status: dns }),
    }),
  )
  const filters = (
    <>
      <DomainFilter value={domain} onChange={(name) => list.setFilter('domain', name)} />
      <InlineSelect
        label={own.stateFilter}
        value={state ?? ''}
        options={stateOptions}
        onChange={(value) => list.setFilter('state', value)}
      />
      <InlineSelect
        label={own.dnsFilter}
        value={dns ?? ''}
        options={dnsOptions}
        onChange={(value) => list.setFilter('dns', value)}
      />
    </>
  )
  return { list, result, filters, domain }
}

/** The create dialog, as the address asks for it (`?do=create`) or for the next key of one domain. */
const Creating = ({
  shown,
  filter,
  onClosed,
}: {
  shown: Shown | undefined
  filter: string
  onClosed: (id: number | undefined) => void
}) => {
  const { deed } = useDeed()
  const readOnly = useWriteReason('dkim')
  const likely = useQuery(likelyDomainQuery(filter))
  if (shown?.kind === 'rotate') {
    const { domain: name, domain_unicode: label, algorithm } = shown.row
    const domain = { id: 0, label, name }
    return <CreateDialog {...{ domain, algorithm, onClosed }} rotates />
  }
  if (deed !== 'create' || readOnly || likely.isPending) return null
  return <CreateDialog domain={likely.data?.domain ?? null} rotates={false} onClosed={onClosed} />
}

const note = (row: DkimKey) => `${row.selector} · ${own.dns[row.dns_status]}`

const DkimPage = () => {
  const { list, result, filters, domain } = useKeys()
  const detail = useDetail(path)
  const { start, end } = useDeed()
  const why = { check: useWriteReason('dkim'), change: useDeedReason('dkim') }
  const [shown, setShown] = useState<Shown>()
  const deeds = useKeyDeeds(setShown)
  const menu = useKeyMenu(deeds, setShown, why)
  const close = () => setShown(undefined)
  const made = (id: number | undefined) => {
    if (shown) close()
    else void end()
    if (id !== undefined) void detail.open(id)
  }
  return (
    <ListPage
      words={own}
      action={
        <Button
          variant="primary"
          icon={Plus}
          disabledReason={why.change}
          onClick={() => void start('create')}
        >
          {own.create}
        </Button>
      }
      list={list}
      result={result}
      columns={columns}
      rowId={(row) => row.id}
      rowName={(row) => row.dns_name}
      rowTo={(row) => detail.to(row.id)}
      rowNote={note}
      rowActions={menu}
      filters={filters}
      empty={{
        icon: KeyRound,
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
      {detail.id !== undefined && (
        <KeyPanel
          key={detail.id}
          id={detail.id}
          why={why}
          deeds={deeds}
          menu={menu}
          onClose={detail.close}
        />
      )}
      <Suspense fallback={null}>
        <Creating shown={shown} filter={domain} onClosed={made} />
        {shown?.kind === 'delete' && (
          <DeleteDialog
            row={shown.row}
            done={() => {
              if (shown.row.id === detail.id) void detail.close()
            }}
            onClosed={close}
          />
        )}
        {shown?.kind === 'switch' && <SwitchDialog row={shown.row} onClosed={close} />}
      </Suspense>
    </ListPage>
  )
}

export default DkimPage
