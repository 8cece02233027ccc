import { RefreshCw } from 'lucide-react'
import { formatClock, formatNumber } from '../../lib/format.ts'
import { IconButton } from '../../ui/button.tsx'
import { Segments } from '../../ui/segments.tsx'
import { words } from '../../words/queue.ts'
import { type QueueList, queueNames, queueOf } from './filters.ts'
import type { Counts } from './queries.ts'
import styles from './queue.module.css'

const own = words.queue

interface Taken {
  taken_at: string
  view_total: number
}

/** Counts by queue, as a filter; and of when the list is, because the queue goes on meanwhile. */
export const QueueBar = ({
  list,
  counts,
  taken,
  onRefresh,
}: {
  list: QueueList
  counts: Counts | undefined
  taken: Taken | undefined
  onRefresh: () => void
}) => {
  const count = (value: number | undefined) => (value === undefined ? '' : formatNumber(value))
  const moved = counts && taken && counts.total !== taken.view_total
  return (
    <div className={styles.bar}>
      <Segments
        label={own.queueFilter}
        value={queueOf(list) ?? ''}
        segments={[
          { value: '', label: own.all, count: count(counts?.total) },
          ...queueNames.map((value) => ({
            value,
            label: own.names[value],
            count: count(counts?.[value]),
          })),
        ]}
        onChange={(value) => list.setFilter('queue', value)}
      />
      <p className={styles.taken}>
        {taken && (
          <>
            <span>{own.taken(formatClock(taken.taken_at))}</span>
            <span role="status">{moved && <strong>{own.moved}</strong>}</span>
            <IconButton size="sm" icon={RefreshCw} label={own.refresh} onClick={onRefresh} />
          </>
        )}
      </p>
    </div>
  )
}
