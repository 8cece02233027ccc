import type { MailLine } from '@mc/shared/contract'
import { formatClock, formatMoment } from '../../../lib/format.ts'
import { CopyButton } from '../../../ui/copy.tsx'
import { words } from '../../../words/trace.ts'
import styles from './log.module.css'

const own = words.mailLog

/** The line as the file has it, as far as it matters. */
const textOf = ({ timestamp, host, service, pid, message }: MailLine) =>
  `${timestamp} ${host} ${service}${pid === null ? '' : `[${pid}]`}: ${message}`

/** The message with its queue id marked: where it leads stands in the line's menu. */
const Message = ({ line, onQueueId }: { line: MailLine; onQueueId: OnQueueId }) => {
  const { message, queue_id } = line
  const at = queue_id === null ? -1 : message.indexOf(queue_id)
  if (queue_id === null || at < 0) return message
  return (
    <>
      {message.slice(0, at)}
      <button
        type="button"
        tabIndex={-1}
        className={styles.queueId}
        aria-label={own.actions(queue_id)}
        aria-haspopup="menu"
        onClick={(event) => onQueueId(queue_id, event.currentTarget)}
      >
        {queue_id}
      </button>
      {message.slice(at + queue_id.length)}
    </>
  )
}

type OnQueueId = (queueId: string, anchor: HTMLElement) => void

/** One line of the log; few nodes, because hundreds are shown. */
export const Line = ({
  line,
  active,
  newDay,
  onQueueId,
}: {
  line: MailLine
  /** The one line that Tab reaches. */
  active: boolean
  /** The first line of its day says which. */
  newDay: string | undefined
  onQueueId: OnQueueId
}) => (
  <li className={styles.line} data-row="" data-level={line.level}>
    <time className={styles.time} dateTime={line.timestamp} title={formatMoment(line.timestamp)}>
      {newDay && <b>{newDay} </b>}
      {formatClock(line.timestamp)}
    </time>
    <span className={styles.service}>{line.service}</span>
    <span className={styles.text} data-row-link="" tabIndex={active ? 0 : -1}>
      {(line.level === 'warning' || line.level === 'error') && (
        <b className={styles.level}>{own.levelNames[line.level]} </b>
      )}
      <Message line={line} onQueueId={onQueueId} />
    </span>
    <CopyButton value={textOf(line)} what={own.line} tabIndex={-1} />
  </li>
)
