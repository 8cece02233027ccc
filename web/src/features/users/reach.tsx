import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { AppLink } from '../../lib/app-link.tsx'
import { useWriteReason } from '../../lib/session.ts'
import { buttonClass } from '../../ui/button.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { Badge } from '../../ui/status.tsx'
import { words } from '../../words/users.ts'
import { reachQuery, reachShown } from './queries.ts'
import styles from './users.module.css'

const own = words.users

/** The aliases whose mail arrives in this mailbox, and the way to add one. */
export const Reach = ({ email, domain }: { email: string; domain: string }) => {
  const { data, error, refetch } = useQuery(reachQuery(email))
  const mayAdd = useWriteReason('aliases') === undefined
  return (
    <PanelSection title={own.reach}>
      {data ? (
        data.total === 0 ? (
          <p className="muted">{own.reachNone}</p>
        ) : (
          <ul className={styles.list}>
            {data.data.map((alias) => (
              <li key={alias.id} className={styles.line}>
                <AppLink to={`/aliases/${alias.id}`}>{alias.source}</AppLink>
                {!alias.active && <Badge>{own.inactive}</Badge>}
              </li>
            ))}
            {data.total > reachShown && (
              <li>
                <AppLink to="/aliases" search={{ search: email }}>
                  {own.reachMore(data.total - reachShown)}
                </AppLink>
              </li>
            )}
          </ul>
        )
      ) : error ? (
        <ErrorState error={error} what={own.reach} onRetry={() => void refetch()} />
      ) : (
        <Skeleton width={24} />
      )}
      {mayAdd && (
        <div>
          <AppLink
            to="/aliases"
            search={{ do: 'create', domain, destination: email }}
            className={buttonClass({ size: 'sm' })}
          >
            <Plus aria-hidden="true" />
            {own.reachAdd}
          </AppLink>
        </div>
      )}
    </PanelSection>
  )
}
