import type { Alias } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { Forward, Plus } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { type DomainChoice, useMaking } from '../../lib/domain-choices.ts'
import { useListState } from '../../lib/list-state.ts'
import { useDetail, useUrl } from '../../lib/url.ts'
import { Button } from '../../ui/button.tsx'
import { DomainFilter, noDomainState } from '../../ui/domain-picker.tsx'
import { ActiveFilter, activeOf } from '../../ui/table/active-filter.tsx'
import { ListPage } from '../../ui/table/list-page.tsx'
import { words } from '../../words/aliases.ts'
import { useAliasActions } from './actions.ts'
import { isCatchAll } from './address.ts'
import { columnsOf, rowNote, sorts } from './columns.tsx'
import { Dialogs, type Shown } from './dialogs.tsx'
import { placesOf } from './fan-out.ts'
import { AliasPanel } from './panel.tsx'
import { aliasesQuery, path } from './queries.ts'

const CreateDialog = lazy(() => import('./create-dialog.tsx'))

const own = words.aliases
const spec = { sorts, sort: 'source', dir: 'asc', filters: ['domain', 'active'] } as const

/** Stands for the catch-all in the address; no name can be this. */
const everything = '*'

/** The create dialog, as the address asks for it: `?do=create&name=info&destination=jane@example.com`. */
const useCreating = (filter: string) => {
  const { search, update } = useUrl()
  const { known, domain: likely, ...making } = useMaking('aliases', filter, own.noDomain)
  const [domain, setDomain] = useState<DomainChoice>()
  const preset = {
    domain: domain ?? likely,
    name: search.name === everything ? '' : (search.name ?? ''),
    catchAll: search.name === everything,
    destinations: search.destination ?? '',
  }
  return {
    ...making,
    preset: search.do === 'create' && !making.reason && known ? preset : undefined,
    start: () => void update({ do: 'create' }),
    addTo: ({ source, domain_id, domain_name }: Alias) => {
      setDomain({ id: domain_id, label: domain_name, name: domain_name })
      const name = isCatchAll(source) ? everything : source.slice(0, source.lastIndexOf('@'))
      void update({ do: 'create', name })
    },
    end: () => {
      setDomain(undefined)
      void update({ do: undefined, name: undefined, destination: undefined })
    },
  }
}

const AliasesPage = () => {
  const list = useListState(spec)
  const detail = useDetail(path)
  const [shown, setShown] = useState<Shown>()
  const { domain } = list.filters
  const creating = useCreating(domain)
  const result = useQuery(
    aliasesQuery({
      ...list.query,
      ...(domain && { domain }),
      ...activeOf(list),
    }),
  )
  const { page, pageSize, sort } = list.query
  const columns = useMemo(() => {
    const { data = [], total = 0 } = result.data ?? {}
    const more = { before: page > 1, after: page * pageSize < total }
    const places = sort === 'source' ? placesOf(data, more) : new Map()
    return columnsOf((id) => places.get(id))
  }, [result.data, page, pageSize, sort])
  const actions = useAliasActions({
    show: setShown,
    addTo: creating.addTo,
    readOnly: creating.readOnly,
  })
  const create = (
    <Button variant="primary" icon={Plus} disabledReason={creating.reason} onClick={creating.start}>
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
      rowId={(alias) => alias.id}
      rowName={(alias) => own.named(alias.source, alias.destination)}
      rowTo={(alias) => detail.to(alias.id)}
      rowNote={rowNote}
      rowActions={actions.forRow}
      bulkActions={actions.forRows}
      filters={
        <>
          <DomainFilter value={domain} onChange={(name) => list.setFilter('domain', name)} />
          <ActiveFilter list={list} />
        </>
      }
      empty={
        creating.noDomain
          ? noDomainState(own)
          : { icon: Forward, title: own.emptyTitle, text: own.emptyText, action: create }
      }
      openId={detail.id}
    >
      {detail.id !== undefined && (
        <AliasPanel
          key={detail.id}
          id={detail.id}
          readOnly={creating.readOnly}
          show={setShown}
          addTo={creating.addTo}
          menu={actions.forRow}
          onClose={detail.close}
        />
      )}
      <Suspense fallback={null}>
        {creating.preset && (
          <CreateDialog
            preset={creating.preset}
            onClosed={(made) => {
              creating.end()
              if (made?.unknown.length)
                setShown({ kind: 'unknown', source: made.source, destinations: made.unknown })
            }}
          />
        )}
      </Suspense>
      {shown && (
        <Dialogs
          shown={shown}
          onShow={setShown}
          onDeleted={(aliases) => {
            if (aliases.some(({ id }) => id === detail.id)) void detail.close()
          }}
        />
      )}
    </ListPage>
  )
}

export default AliasesPage
