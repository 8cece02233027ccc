import type { AuditRow } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { AppLink } from '../../lib/app-link.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { Badge } from '../../ui/status.tsx'
import { RelTime } from '../../ui/text.tsx'
import { words } from '../../words/overview.ts'
import styles from './overview.module.css'
import { recentQuery } from './queries.ts'

const own = words.overview
/** Grey rows, as many as there will be. */
const grey = [1, 2, 3, 4, 5, 6, 7, 8]

/** Bulk deeds and those on the trash say in their values what was done. */
const detailOf = ({ after }: AuditRow) => (typeof after?.action === 'string' ? after.action : '')

const Deed = ({ row }: { row: AuditRow }) => (
  <li className={styles.row}>
    <span className={styles.deed}>
      <strong>{row.actor ?? own.nobody}</strong> {words.deed(row.action, detailOf(row))}{' '}
      {row.target !== row.actor && row.target}
    </span>
    {row.outcome !== 'pending' && row.outcome !== 'done' && (
      <Badge tone={row.outcome === 'failed' ? 'bad' : 'warn'}>{own.outcome[row.outcome]}</Badge>
    )}
    <span className={styles.when}>
      <RelTime at={row.created_at} />
    </span>
  </li>
)

/** The latest deeds in the panel; administrators only. */
export const Recent = () => {
  const { data, error, refetch } = useQuery(recentQuery)
  return (
    <Card
      title={own.audit}
      action={
        <AppLink to="/audit" className={styles.all}>
          {own.auditAll}
        </AppLink>
      }
      flush
    >
      {!data && error ? (
        <ErrorState error={error} what={own.audit} onRetry={() => void refetch()} />
      ) : data?.data.length === 0 ? (
        <p className={styles.none}>{own.auditNone}</p>
      ) : (
        <ul className={styles.rows}>
          {data
            ? data.data.map((row) => <Deed key={row.id} row={row} />)
            : grey.map((row) => (
                <li key={row} className={styles.row} aria-hidden="true">
                  <Skeleton width={30} />
                </li>
              ))}
        </ul>
      )}
    </Card>
  )
}
