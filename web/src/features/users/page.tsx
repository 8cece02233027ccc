import type { User } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { Globe, Mailbox, Plus, Upload } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { likelyDomainQuery } from '../../lib/domain-choices.ts'
import { useListState } from '../../lib/list-state.ts'
import { useWriteReason } from '../../lib/session.ts'
import { useDeed, useDetail } from '../../lib/url.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { InlineSelect } from '../../ui/choice.tsx'
import { DomainFilter } from '../../ui/domain-picker.tsx'
import { Page } from '../../ui/page.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import { words } from '../../words/users.ts'
import { useUserActions } from './actions.ts'
import { columns, rowNote, sorts } from './columns.tsx'
import { Dialogs, type Shown } from './dialogs.tsx'
import { ExportLink } from './export-link.tsx'
import { UserPanel } from './panel.tsx'
import { path, usersQuery } from './queries.ts'

const CreateDialog = lazy(() => import('./create-dialog.tsx'))
const ImportDialog = lazy(() => import('./import-dialog.tsx'))

const own = words.users
const spec = { sorts, sort: 'email', dir: 'asc', filters: ['domain', 'active'] } as const

const noDomainState = {
  icon: Globe,
  title: own.noDomainTitle,
  text: own.noDomainText,
  action: (
    <AppLink
      to="/domains"
      search={{ do: 'create' }}
      className={buttonClass({ variant: 'primary' })}
    >
      {own.toDomains}
    </AppLink>
  ),
}

const states = [
  { value: '', label: own.allStates },
  { value: 'true', label: own.active },
  { value: 'false', label: own.inactive },
] as const

/** Why no mailbox can be created now, and which domain a new one is likely for. */
const useCreating = (filter: string) => {
  const readOnly = useWriteReason('users')
  const likely = useQuery(likelyDomainQuery(filter))
  const noDomain = likely.data?.none === true
  return {
    readOnly,
    noDomain,
    reason: readOnly ?? (noDomain ? own.noDomain : undefined),
    domain: likely.data?.domain ?? null,
    known: !likely.isPending,
  }
}

const MailboxesPage = () => {
  const list = useListState(spec)
  const detail = useDetail(path)
  const { deed, start, end } = useDeed()
  const [shown, setShown] = useState<Shown>()
  const { domain, active } = list.filters
  const { readOnly, reason, noDomain, ...likely } = useCreating(domain)
  const result = useQuery(
    usersQuery({
      ...list.query,
      ...(domain && { domain }),
      ...(active && { active: active === 'true' }),
    }),
  )
  const actions = useUserActions(setShown, readOnly)
  const onDeleted = (users: readonly User[]) => {
    if (users.some(({ id }) => id === detail.id)) void detail.close()
  }
  const create = (
    <Button variant="primary" icon={Plus} disabledReason={reason} onClick={() => start('create')}>
      {own.create}
    </Button>
  )
  return (
    <Page title={own.title} lead={own.lead} action={create} fill>
      <DataTable
        label={own.title}
        count={own.count}
        list={list}
        result={result}
        columns={columns}
        rowId={(user) => user.id}
        rowName={(user) => user.email}
        rowTo={(user) => detail.to(user.id)}
        rowNote={rowNote}
        rowActions={actions.forRow}
        bulkActions={actions.forRows}
        searchLabel={own.search}
        filters={
          <>
            <DomainFilter value={domain} onChange={(name) => list.setFilter('domain', name)} />
            <InlineSelect
              label={own.stateFilter}
              value={active === 'true' || active === 'false' ? active : ''}
              options={states}
              onChange={(value) => list.setFilter('active', value)}
            />
          </>
        }
        tools={
          <>
            <Button
              variant="ghost"
              icon={Upload}
              disabledReason={reason}
              onClick={() => start('import')}
            >
              {words.userImport.menu}
            </Button>
            <ExportLink search={list.query.search} domain={domain} />
          </>
        }
        empty={
          noDomain
            ? noDomainState
            : { icon: Mailbox, title: own.emptyTitle, text: own.emptyText, action: create }
        }
        openId={detail.id}
      />
      {detail.id !== undefined && (
        <UserPanel
          key={detail.id}
          id={detail.id}
          readOnly={readOnly}
          show={setShown}
          onSwitch={actions.onSwitch}
          menu={actions.forRow}
          onClose={detail.close}
        />
      )}
      <Suspense fallback={null}>
        {deed === 'create' && !reason && likely.known && (
          <CreateDialog
            domain={likely.domain}
            onClosed={(created) => {
              void end()
              if (created) setShown({ kind: 'created', created })
            }}
          />
        )}
        {deed === 'import' && !reason && <ImportDialog onClosed={end} />}
      </Suspense>
      {shown && (
        <Dialogs
          shown={shown}
          onShow={setShown}
          onCreateAnother={() => void start('create')}
          onDeleted={onDeleted}
        />
      )}
    </Page>
  )
}

export default MailboxesPage
