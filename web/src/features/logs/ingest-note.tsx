import type { Ingest } from '@mc/shared/contract'
import { TriangleAlert } from 'lucide-react'
import { formatBytes, formatMoment } from '../../lib/format.ts'
import { words } from '../../words/trace.ts'
import styles from './logs.module.css'

const own = words.ingest

const sentence = ({ state, read_to, behind_bytes }: Ingest) => {
  if (state === 'reading') return undefined
  if (state === 'never' || read_to === null) return own.never
  const to = formatMoment(read_to)
  return state === 'stopped' ? own.stopped(to) : own.catching_up(to, formatBytes(behind_bytes))
}

/** Says that what is shown is older than the log, when it is. */
export const IngestNote = ({ ingest }: { ingest: Ingest | undefined }) => {
  const text = ingest && sentence(ingest)
  return text ? (
    <p className={styles.ingest} role="status">
      <TriangleAlert aria-hidden="true" />
      {text}
    </p>
  ) : null
}
