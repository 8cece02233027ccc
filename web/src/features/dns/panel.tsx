import type { DnsDomain } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { isApiError } from '../../lib/api-error.ts'
import { useCrumb } from '../../lib/crumb.ts'
import { useWriteReason } from '../../lib/session.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { RelTime } from '../../ui/text.tsx'
import { words } from '../../words/dns.ts'
import styles from './dns.module.css'
import { Findings } from './findings.tsx'
import { domainQuery, serverQuery } from './queries.ts'
import { DomainState } from './state.tsx'
import { useCheck } from './use-check.ts'

const own = words.dns

/** State, when it was looked at, and the way to look anew. */
const Top = ({ row, domain }: { row: DnsDomain; domain: string }) => {
  const { running, seconds, start } = useCheck(domain)
  return (
    <div className={styles.top}>
      <DomainState status={row.own_status} />
      <span className={styles.when} role="status">
        {running
          ? own.checking(seconds)
          : row.checked_at !== null && (
              <>
                {own.checked} <RelTime at={row.checked_at} />
              </>
            )}
      </span>
      <Button size="sm" icon={RefreshCw} busy={running} onClick={start}>
        {own.check}
      </Button>
    </div>
  )
}

/** While the name servers are asked for the first time. */
const Asking = () => (
  <>
    <p className={styles.when} role="status">
      {own.checking(0)}
    </p>
    <Skeleton width={40} />
    <Skeleton width={32} />
    <Skeleton width={36} />
  </>
)

/** One domain beside the list. */
export const DomainPanel = ({ domain, onClose }: { domain: string; onClose: () => void }) => {
  const { data, error, refetch } = useQuery(domainQuery(domain))
  const readOnly = useWriteReason('dns')
  const row = data?.data[0]
  useCrumb(row?.domain_unicode)
  return (
    <SidePanel
      title={row?.domain_unicode ?? domain}
      actions={<CopyButton size="md" value={domain} what={own.columnDomain} />}
      onClose={onClose}
    >
      {isApiError(error, 'domain_not_found') ? (
        <EmptyState title={own.gone} text={own.goneText} />
      ) : row ? (
        <>
          <Top row={row} domain={domain} />
          <Findings records={row.records} domain={domain} readOnly={readOnly} />
        </>
      ) : error ? (
        <ErrorState error={error} what={own.thisOne} onRetry={() => void refetch()} />
      ) : (
        <Asking />
      )}
    </SidePanel>
  )
}

/** The server itself: what counts for every domain. */
export const ServerPanel = ({ onClose }: { onClose: () => void }) => {
  const { data, error, refetch } = useQuery(serverQuery)
  const host = data?.host
  useCrumb(own.server)
  return (
    <SidePanel
      title={host ? own.serverTitle(host.domain) : own.server}
      note={own.serverNote}
      onClose={onClose}
    >
      {host?.checked_at === null ? (
        <EmptyState title={own.nothingFound} text={own.nothingText} />
      ) : host ? (
        <>
          <div className={styles.top}>
            <DomainState status={host.status} />
            <span className={styles.when}>
              {own.checked} <RelTime at={host.checked_at} />
            </span>
          </div>
          <Findings records={host.records} domain={undefined} readOnly={undefined} />
        </>
      ) : (
        error && <ErrorState error={error} what={own.server} onRetry={() => void refetch()} />
      )}
    </SidePanel>
  )
}
