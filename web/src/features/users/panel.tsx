import type { User } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { KeyRound, Smartphone } from 'lucide-react'
import { isApiError } from '../../lib/api-error.ts'
import { AppLink } from '../../lib/app-link.tsx'
import { useCrumb } from '../../lib/crumb.ts'
import { Button } from '../../ui/button.tsx'
import { Details } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuItem } from '../../ui/menu-store.ts'
import { PanelSection, SidePanel } from '../../ui/side-panel.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { RelTime } from '../../ui/text.tsx'
import { words } from '../../words/users.ts'
import type { Shown } from './dialogs.tsx'
import { userQuery } from './queries.ts'
import { quotaText, useDefaults } from './quota.ts'
import { Reach } from './reach.tsx'
import { UserState } from './user-state.tsx'
import styles from './users.module.css'

const own = words.users

interface Props {
  id: number
  readOnly: string | undefined
  show: (dialog: Shown) => void
  /** Activates or deactivates it. */
  onSwitch: (user: User) => void
  menu: (user: User) => readonly MenuItem[]
  onClose: () => void
}

const Facts = ({
  user,
  readOnly,
  show,
  onSwitch,
}: { user: User } & Pick<Props, 'readOnly' | 'show' | 'onSwitch'>) => {
  const { quota } = useDefaults()
  return (
    <>
      <div className={styles.deeds}>
        <Button icon={Smartphone} onClick={() => show({ kind: 'connect', user })}>
          {own.connect}
        </Button>
        <Button
          icon={KeyRound}
          disabledReason={readOnly}
          onClick={() => show({ kind: 'password', user })}
        >
          {own.changePassword}
        </Button>
      </div>
      <PanelSection title={own.about}>
        <Details
          items={[
            [
              own.columnState,
              <div key="state">
                <span className={styles.line}>
                  <UserState active={user.active} />
                  <Button size="sm" disabledReason={readOnly} onClick={() => onSwitch(user)}>
                    {user.active ? own.deactivate : own.activate}
                  </Button>
                </span>
                {!user.active && <p className="muted">{own.inactiveNote}</p>}
              </div>,
            ],
            [
              own.columnQuota,
              <span key="quota" className={styles.line}>
                <span className="num">{quotaText(user.quota_bytes, quota)}</span>
                <Button
                  size="sm"
                  aria-label={own.changeQuota}
                  disabledReason={readOnly}
                  onClick={() => show({ kind: 'quota', user })}
                >
                  {own.change}
                </Button>
              </span>,
            ],
            [
              own.columnDomain,
              <AppLink key="domain" to={`/domains/${user.domain_id}`}>
                {user.domain_name}
              </AppLink>,
            ],
            [own.columnCreated, <RelTime key="created" at={user.created_at} />],
            [own.changed, <RelTime key="changed" at={user.updated_at} />],
          ]}
        />
      </PanelSection>
      <Reach email={user.email} domain={user.domain_name} />
    </>
  )
}

/** One mailbox beside the list. */
export const UserPanel = ({ id, menu, onClose, ...rest }: Props) => {
  const { data: user, error, refetch } = useQuery(userQuery(id))
  useCrumb(user?.email)
  return (
    <SidePanel
      title={user ? user.email : <Skeleton width={24} />}
      actions={
        user && (
          <>
            <CopyButton size="md" value={user.email} what={own.address} />
            <MenuButton label={words.table.actionsFor(user.email)} items={() => menu(user)} />
          </>
        )
      }
      onClose={onClose}
    >
      {isApiError(error, 'user_not_found') ? (
        <EmptyState title={own.gone} text={own.goneText} />
      ) : user ? (
        <Facts user={user} {...rest} />
      ) : (
        error && <ErrorState error={error} what={own.thisOne} onRetry={() => void refetch()} />
      )}
    </SidePanel>
  )
}
