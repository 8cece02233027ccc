import type { Overview } from '@mc/shared/contract'
import { formatBytes, formatNumber } from '../../lib/format.ts'
import { Stat } from '../../ui/card.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { words } from '../../words/overview.ts'
import styles from './overview.module.css'

const own = words.overview

const note = ({ total, inactive }: Overview['domains']) =>
  total === 0 ? own.none : own.inactive(inactive)

/** How much there is, each figure the way to it. Grey until it is known. */
export const Counts = ({ overview }: { overview: Overview | undefined }) => {
  const stat = (label: string, to: string, value: number | undefined, text: string | undefined) => (
    <Stat
      key={to}
      label={label}
      to={to}
      value={value === undefined ? <Skeleton width={3} /> : formatNumber(value)}
      note={text ?? <Skeleton width={9} />}
    />
  )
  const { domains, users, aliases, trash } = overview ?? {}
  return (
    <div className={styles.counts}>
      {stat(own.domains, '/domains', domains?.total, domains && note(domains))}
      {stat(own.mailboxes, '/mailboxes', users?.total, users && note(users))}
      {stat(own.aliases, '/aliases', aliases?.total, aliases && note(aliases))}
      {stat(
        own.trash,
        '/trash',
        trash?.total,
        trash && (trash.total === 0 ? own.trashNone : own.trashNote(formatBytes(trash.size_bytes))),
      )}
    </div>
  )
}
