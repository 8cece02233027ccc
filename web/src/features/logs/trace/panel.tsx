import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isApiError } from '../../../lib/api-error.ts'
import { AppLink } from '../../../lib/app-link.tsx'
import { useCrumb } from '../../../lib/crumb.ts'
import { formatBytes } from '../../../lib/format.ts'
import { Details } from '../../../ui/card.tsx'
import { CopyValue } from '../../../ui/copy.tsx'
import { MenuButton } from '../../../ui/menu.tsx'
import type { MenuItem } from '../../../ui/menu-store.ts'
import { PanelSection, SidePanel } from '../../../ui/side-panel.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { RelTime } from '../../../ui/text.tsx'
import { words } from '../../../words/trace.ts'
import { type Detail, deliveryQuery, type Row } from './queries.ts'
import { nameOf, OutcomeBadge, recipientOf, senderOf } from './status.tsx'
import { Timeline } from './timeline.tsx'
import styles from './trace.module.css'

const own = words.trace
type Fact = readonly [name: string, value: ReactNode]

const copied = (name: string, value: string | null, mono = false): Fact[] =>
  value ? [[name, <CopyValue key={name} value={value} what={name} mono={mono} />]] : []

const factsOf = (row: Detail): Fact[] => [
  ...(row.sender
    ? copied(own.columnSender, row.sender)
    : [[own.columnSender, senderOf(row)] as const]),
  ...(row.recipient
    ? copied(own.columnRecipient, row.recipient)
    : [[own.columnRecipient, recipientOf(row)] as const]),
  ...(row.original_recipient === row.recipient
    ? []
    : copied(own.writtenTo, row.original_recipient)),
  ...(row.client ? copied(own.client, row.client, true) : [[own.client, own.here] as const]),
  ...copied(own.relay, row.relay, true),
  ...(row.folder ? [[own.folder, row.folder] as const] : []),
  ...(row.size_bytes === null ? [] : [[own.size, formatBytes(row.size_bytes)] as const]),
  [own.first, <RelTime key="first" at={row.first_at} />],
  [own.last, <RelTime key="last" at={row.last_at} />],
  ...copied(own.messageId, row.message_id, true),
  ...copied(own.queueId, row.queue_id, true),
]

const Related = ({ related }: { related: Detail['related'] }) => (
  <PanelSection title={own.related}>
    <ul className={styles.related}>
      {related.map(({ queue_id, kind }) => (
        <li key={`${kind} ${queue_id}`}>
          {own.relatedKinds[kind]}:{' '}
          <AppLink to="/trace" search={{ search: queue_id }} className="mono">
            {queue_id}
          </AppLink>
        </li>
      ))}
    </ul>
  </PanelSection>
)

const Facts = ({ row }: { row: Detail }) => (
  <>
    <div className={styles.outcome}>
      <OutcomeBadge status={row.status} />
      <p className={styles.sentence}>{row.summary}</p>
      {row.reason && <blockquote className={styles.answer}>{row.reason}</blockquote>}
    </div>
    <PanelSection title={own.timeline}>
      <Timeline steps={row.timeline} />
    </PanelSection>
    <PanelSection title={own.facts}>
      <Details items={factsOf(row)} />
    </PanelSection>
    {row.related.length > 0 && <Related related={row.related} />}
  </>
)

interface PanelProps {
  id: number
  menu: (row: Row) => readonly MenuItem[]
  onClose: () => void
}

/** One delivery beside the list: what happened, step by step. */
export const DeliveryPanel = ({ id, menu, onClose }: PanelProps) => {
  const { data: row, error, refetch } = useQuery(deliveryQuery(id))
  useCrumb(row && nameOf(row))
  return (
    <SidePanel
      title={row ? nameOf(row) : error ? own.title : <Skeleton width={24} />}
      actions={
        row && <MenuButton label={words.table.actionsFor(nameOf(row))} items={() => menu(row)} />
      }
      onClose={onClose}
    >
      {row ? (
        <Facts row={row} />
      ) : isApiError(error, 'trace_not_found') ? (
        <EmptyState title={own.gone} text={own.goneText} />
      ) : (
        error && <ErrorState error={error} what={own.thisOne} onRetry={() => void refetch()} />
      )}
    </SidePanel>
  )
}
