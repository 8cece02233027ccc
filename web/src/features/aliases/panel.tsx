import type { Alias } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { Pencil, Split } from 'lucide-react'
import { isApiError } from '../../lib/api-error.ts'
import { AppLink } from '../../lib/app-link.tsx'
import { useCrumb } from '../../lib/crumb.ts'
import { Button } from '../../ui/button.tsx'
import { Details } from '../../ui/card.tsx'
import { CopyButton, CopyValue } from '../../ui/copy.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuItem } from '../../ui/menu-store.ts'
import { PanelSection, SidePanel } from '../../ui/side-panel.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { Badge } from '../../ui/status.tsx'
import { RelTime } from '../../ui/text.tsx'
import { words } from '../../words/aliases.ts'
import { isCatchAll } from './address.ts'
import styles from './aliases.module.css'
import { AliasState } from './columns.tsx'
import type { Shown } from './dialogs.tsx'
import { aliasQuery, fanOutQuery, path } from './queries.ts'

const own = words.aliases

interface Props {
  id: number
  readOnly: string | undefined
  show: (dialog: Shown) => void
  addTo: (alias: Alias) => void
  menu: (alias: Alias) => readonly MenuItem[]
  onClose: () => void
}

/** Everybody who gets the mail of this source. */
const FanOut = ({ alias }: { alias: Alias }) => {
  const { data, error, refetch } = useQuery(fanOutQuery(alias.source, alias.domain_name))
  return (
    <PanelSection title={own.allDestinations(data?.length ?? 1)}>
      {!data && error ? (
        <ErrorState error={error} what={own.columnDestination} onRetry={() => void refetch()} />
      ) : (
        <ul className={styles.list}>
          {(data ?? [alias]).map(({ id, destination, active }) => (
            <li key={id} className={styles.line}>
              {id === alias.id ? (
                <>
                  <span>{destination}</span>
                  {(data?.length ?? 1) > 1 && <Badge tone="accent">{own.thisOne}</Badge>}
                </>
              ) : (
                <AppLink to={`${path}/${id}`} search="keep">
                  {destination}
                </AppLink>
              )}
              {!active && <Badge>{own.inactive}</Badge>}
            </li>
          ))}
        </ul>
      )}
    </PanelSection>
  )
}

const Facts = ({
  alias,
  readOnly,
  show,
  addTo,
}: { alias: Alias } & Pick<Props, 'readOnly' | 'show' | 'addTo'>) => (
  <>
    <div className={styles.deeds}>
      <Button icon={Pencil} disabledReason={readOnly} onClick={() => show({ kind: 'edit', alias })}>
        {own.editButton}
      </Button>
      <Button icon={Split} disabledReason={readOnly} onClick={() => addTo(alias)}>
        {own.addDestination}
      </Button>
    </div>
    <PanelSection title={own.about}>
      <Details
        items={[
          [
            own.columnDestination,
            <CopyValue key="to" value={alias.destination} what={own.destination} mono={false} />,
          ],
          [
            own.columnState,
            <div key="state">
              <AliasState active={alias.active} />
              {!alias.active && <p className="muted">{own.inactiveNote}</p>}
            </div>,
          ],
          [
            own.columnDomain,
            <AppLink key="domain" to={`/domains/${alias.domain_id}`}>
              {alias.domain_name}
            </AppLink>,
          ],
          [own.columnCreated, <RelTime key="created" at={alias.created_at} />],
          [own.changedAt, <RelTime key="changed" at={alias.updated_at} />],
        ]}
      />
    </PanelSection>
    <FanOut alias={alias} />
  </>
)

/** One alias beside the list. */
export const AliasPanel = ({ id, menu, onClose, ...rest }: Props) => {
  const { data: alias, error, refetch } = useQuery(aliasQuery(id))
  useCrumb(alias?.source)
  return (
    <SidePanel
      title={alias ? alias.source : <Skeleton width={24} />}
      note={alias && isCatchAll(alias.source) ? own.catchAllOf(alias.domain_name) : undefined}
      actions={
        alias && (
          <>
            <CopyButton size="md" value={alias.source} what={own.source} />
            <MenuButton label={words.table.actionsFor(alias.source)} items={() => menu(alias)} />
          </>
        )
      }
      onClose={onClose}
    >
      {isApiError(error, 'alias_not_found') ? (
        <EmptyState title={own.gone} text={own.goneText} />
      ) : alias ? (
        <Facts alias={alias} {...rest} />
      ) : (
        error && <ErrorState error={error} what={own.thisAlias} onRetry={() => void refetch()} />
      )}
    </SidePanel>
  )
}
