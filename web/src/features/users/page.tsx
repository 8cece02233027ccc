import type { User } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { Mailbox, Plus, Upload } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useMaking } from '../../lib/domain-choices.ts'
import { useListState } from '../../lib/list-state.ts'
import { useDeed, useDetail } from '../../lib/url.ts'
import { Button } from '../../ui/button.tsx'
import { DomainFilter, noDomainState } from '../../ui/domain-picker.tsx'
import { ActiveFilter, activeOf } from '../../ui/table/active-filter.tsx'
import { ListPage } from '../../ui/table/list-page.tsx'
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

const MailboxesPage = () => {
  const list = useListState(spec)
  const detail = useDetail(path)
  const { deed, start, end } = useDeed()
  const [shown, setShown] = useState<Shown>()
  const { domain } = list.filters
  const { readOnly, reason, noDomain, ...likely } = useMaking('users', domain, own.noDomain)
  const result = useQuery(
    usersQuery({
      ...list.query,
      ...(domain && { domain }),
      ...activeOf(list),
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
    <ListPage
      words={own}
      action={create}
      list={list}
      result={result}
      columns={columns}
      rowId={(user) => user.id}
      rowName={(user) => user.email}
      rowTo={(user) => detail.to(user.id)}
      rowNote={rowNote}
      rowActions={actions.forRow}
      bulkActions={actions.forRows}
      filters={
        <>
          <DomainFilter value={domain} onChange={(name) => list.setFilter('domain', name)} />
          <ActiveFilter list={list} />
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
          ? noDomainState(own)
          : { icon: Mailbox, title: own.emptyTitle, text: own.emptyText, action: create }
      }
      openId={detail.id}
    >
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
    </ListPage>
  )
}

export default MailboxesPage
