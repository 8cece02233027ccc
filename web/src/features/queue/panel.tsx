import { useQuery } from '@tanstack/react-query'
import { isApiError } from '../../lib/api-error.ts'
import { AppLink } from '../../lib/app-link.tsx'
import { useCrumb } from '../../lib/crumb.ts'
import { formatBytes, formatMoment } from '../../lib/format.ts'
import { keyed } from '../../lib/keyed.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Details } from '../../ui/card.tsx'
import { CopyButton, CopyValue } from '../../ui/copy.tsx'
import { Fold } from '../../ui/fold.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuItem } from '../../ui/menu-store.ts'
import { PanelSection, SidePanel } from '../../ui/side-panel.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { RelTime } from '../../ui/text.tsx'
import { words } from '../../words/queue.ts'
import { type Actable, icons, idleReason, useSingleAct } from './actions.ts'
import { QueueBadge } from './columns.tsx'
import { Content } from './content.tsx'
import { nameOf, senderOf } from './names.ts'
import { type Message, messageQuery } from './queries.ts'
import styles from './queue.module.css'
import { Why } from './why.tsx'

const own = words.queue

const Envelope = ({ message }: { message: Message }) => (
  <Details
    items={[
      [own.columnQueue, <QueueBadge key="queue" queue={message.queue} />],
      ...(message.next_retry_at
        ? [[own.nextRetry, <RelTime key="next" at={message.next_retry_at} />] as const]
        : []),
      [
        own.columnSender,
        message.sender ? (
          <CopyValue key="from" value={message.sender} what={own.columnSender} mono={false} />
        ) : (
          senderOf(message)
        ),
      ],
      [own.arrived, <RelTime key="arrived" at={message.arrived_at} />],
      [own.size, formatBytes(message.size_bytes)],
      [own.queueIdLabel, <CopyValue key="id" value={message.queue_id} what={own.queueId} />],
    ]}
  />
)

/** Time, host and service before the message, in either of the forms that syslog has; they stand above it. */
const stamp = /^(?:\S+T\S+|\w{3} +\d+ [\d:]{8}) \S+ [^:]+: /

const History = ({ lines }: { lines: NonNullable<Message['history']> }) => {
  if (lines.length === 0) return <p className="muted">{own.noHistory}</p>
  return (
    <ol className={styles.history}>
      {keyed(lines, ({ timestamp, message }) => timestamp + message).map(
        ({ key, item: { timestamp, service, message } }) => (
          <li key={key}>
            <span className="muted">
              {formatMoment(timestamp)} · {service}
            </span>
            <span className="mono">{message.replace(stamp, '')}</span>
          </li>
        ),
      )}
    </ol>
  )
}

const Headers = ({ message }: { message: Message }) => {
  const { headers, headers_truncated } = message
  if (headers.length === 0) return <p className="muted">{own.noHeaders}</p>
  return (
    <Fold title={own.showHeaders(headers.length)}>
      <dl className={styles.headers}>
        {keyed(headers, ({ name }) => name).map(({ key, item: { name, value } }) => (
          <div key={key}>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {headers_truncated && <p className="muted">{own.headersCut}</p>}
    </Fold>
  )
}

const Facts = ({ message }: { message: Message }) => (
  <>
    <PanelSection title={own.why}>
      <Why message={message} />
      {message.forced_expire && <p className="muted">{own.expires}</p>}
    </PanelSection>
    <PanelSection title={own.envelope}>
      <Envelope message={message} />
    </PanelSection>
    {message.history && (
      <PanelSection title={own.history}>
        <History lines={message.history} />
      </PanelSection>
    )}
    <PanelSection title={own.headers}>
      <Headers message={message} />
    </PanelSection>
    <PanelSection title={own.body}>
      <Content queueId={message.queue_id} />
    </PanelSection>
  </>
)

const Foot = ({
  message,
  readOnly,
  onDelete,
}: {
  message: Message
  readOnly: string | undefined
  onDelete: (row: Actable) => void
}) => {
  const act = useSingleAct()
  const second = message.queue === 'hold' ? 'release' : 'hold'
  return (
    <>
      {(['deliver', second] as const).map((action) => (
        <Button
          key={action}
          icon={icons[action]}
          disabledReason={readOnly ?? idleReason(action, message)}
          onClick={() => void act(action, message.queue_id)}
        >
          {own[action]}
        </Button>
      ))}
      <Button icon={icons.delete} disabledReason={readOnly} onClick={() => onDelete(message)}>
        {own.delete}
      </Button>
    </>
  )
}

interface PanelProps {
  queueId: string
  menu: (row: Actable) => readonly MenuItem[]
  readOnly: string | undefined
  onDelete: (row: Actable) => void
  onClose: () => void
}

/** One message beside the list: why it waits, and all that is known of it. */
export const MessagePanel = ({ queueId, menu, readOnly, onDelete, onClose }: PanelProps) => {
  const { data, error, refetch } = useQuery(messageQuery(queueId))
  useCrumb(queueId)
  const gone = isApiError(error, 'queue_item_not_found')
  const message = gone ? undefined : data
  return (
    <SidePanel
      title={message ? nameOf(message) : error ? own.one : <Skeleton width={24} />}
      actions={
        message && (
          <>
            <CopyButton size="md" value={queueId} what={own.queueId} />
            <MenuButton
              label={words.table.actionsFor(nameOf(message))}
              items={() => menu(message)}
            />
          </>
        )
      }
      foot={message && <Foot message={message} readOnly={readOnly} onDelete={onDelete} />}
      onClose={onClose}
    >
      {message && <Facts message={message} />}
      {gone && (
        <EmptyState
          title={own.gone}
          text={own.goneText}
          action={
            <AppLink to="/trace" search={{ search: queueId }} className={buttonClass({})}>
              {own.toTrace}
            </AppLink>
          }
        />
      )}
      {error && !gone && !data && (
        <ErrorState error={error} what={own.thisOne} onRetry={() => void refetch()} />
      )}
    </SidePanel>
  )
}
