import type { Domain } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { isApiError } from '../../lib/api-error.ts'
import { AppLink } from '../../lib/app-link.tsx'
import { useCrumb } from '../../lib/crumb.ts'
import { Details } from '../../ui/card.tsx'
import { CopyButton, CopyValue } from '../../ui/copy.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuItem } from '../../ui/menu-store.ts'
import { PanelSection, SidePanel } from '../../ui/side-panel.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { Status } from '../../ui/status.tsx'
import { RelTime } from '../../ui/text.tsx'
import { words } from '../../words/domains.ts'
import { domainQuery } from './queries.ts'

const own = words.domains

const Facts = ({ row }: { row: Domain }) => (
  <>
    <PanelSection title={own.about}>
      <Details
        items={[
          [
            own.columnState,
            <div key="state">
              <Status tone={row.active ? 'ok' : 'off'}>
                {row.active ? own.active : own.inactive}
              </Status>
              {!row.active && <p className="muted">{own.inactiveNote}</p>}
            </div>,
          ],
          [own.wireName, <CopyValue key="name" value={row.name} what={own.wireName} />],
          [own.columnCreated, <RelTime key="created" at={row.created_at} />],
          [own.changed, <RelTime key="changed" at={row.updated_at} />],
        ]}
      />
    </PanelSection>
    <PanelSection title={own.inside}>
      <Details
        items={[
          [
            own.columnMailboxes,
            <AppLink key="users" to="/mailboxes" search={{ domain: row.name }}>
              {words.counts.mailboxes(row.users)}
            </AppLink>,
          ],
          [
            own.columnAliases,
            <AppLink key="aliases" to="/aliases" search={{ domain: row.name }}>
              {words.counts.aliases(row.aliases)}
            </AppLink>,
          ],
        ]}
      />
    </PanelSection>
  </>
)

interface PanelProps {
  id: number
  menu: (row: Domain) => readonly MenuItem[]
  onClose: () => void
}

/** One domain beside the list. */
export const DomainPanel = ({ id, menu, onClose }: PanelProps) => {
  const { data: row, error, refetch } = useQuery(domainQuery(id))
  useCrumb(row?.name_unicode)
  return (
    <SidePanel
      title={row?.name_unicode ?? (error ? own.one : <Skeleton width={20} />)}
      actions={
        row && (
          <>
            <CopyButton size="md" value={row.name} what={own.wireName} />
            <MenuButton label={words.table.actionsFor(row.name_unicode)} items={() => menu(row)} />
          </>
        )
      }
      onClose={onClose}
    >
      {row ? (
        <Facts row={row} />
      ) : isApiError(error, 'domain_not_found') ? (
        <EmptyState title={own.gone} text={own.goneText} />
      ) : (
        error && <ErrorState error={error} what={own.thisOne} onRetry={() => void refetch()} />
      )}
    </SidePanel>
  )
}
