import type { Overview } from '@mc/shared/contract'
import { Card } from '../../ui/card.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { Status, type Tone } from '../../ui/status.tsx'
import { words } from '../../words/overview.ts'
import styles from './overview.module.css'

const own = words.overview
const tones = { ok: 'ok', down: 'bad', absent: 'off' } as const satisfies Record<string, Tone>

/** Rows that stand here while the parts are asked. */
const grey = [1, 2, 3, 4, 5, 6, 7, 8]

/** Each part of the mail stack with its state in a word. */
export const Parts = ({ overview }: { overview: Overview | undefined }) => {
  const parts = overview?.parts
  const isAway = parts?.every(({ status }) => status === 'absent')
  const running = parts?.filter(({ status }) => status === 'ok').length ?? 0
  return (
    <Card
      title={own.parts}
      note={!parts ? <Skeleton width={12} /> : !isAway && own.partsNote(running, parts.length)}
      flush
    >
      {parts && isAway ? (
        <p className={styles.none}>{parts.length === 0 ? own.partsUnknown : own.partsNone}</p>
      ) : (
        <ul className={styles.rows}>
          {parts
            ? parts.map(({ name, status, detail }) => (
                <li key={name} className={styles.row}>
                  <span className={styles.part}>{name}</span>
                  <span className={styles.detail} data-tip={detail}>
                    {status === 'ok' ? own.partWords[name] : detail}
                  </span>
                  <Status tone={tones[status]}>{own.status[status]}</Status>
                </li>
              ))
            : grey.map((row) => (
                <li key={row} className={styles.row} aria-hidden="true">
                  <Skeleton width={14} />
                </li>
              ))}
        </ul>
      )}
    </Card>
  )
}
