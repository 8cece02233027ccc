import type { Alias } from '@mc/shared/contract'
import { ArrowRight, CornerDownRight } from 'lucide-react'
import { Badge, Status } from '../../ui/status.tsx'
import type { Column } from '../../ui/table/types.ts'
import { MiddleTruncate, RelTime } from '../../ui/text.tsx'
import { words } from '../../words/aliases.ts'
import { isCatchAll } from './address.ts'
import styles from './aliases.module.css'
import type { Place } from './fan-out.ts'

const own = words.aliases

/** What the list can be sorted by. */
export const sorts = ['source', 'destination', 'domain_name', 'created_at'] as const

export const AliasState = ({ active }: { active: boolean }) => (
  <Status tone={active ? 'ok' : 'off'}>{active ? own.active : own.inactive}</Status>
)

/** The source; a further destination of the one above is set in and muted. */
const Source = ({ alias, place }: { alias: Alias; place: Place | undefined }) => (
  <span className={styles.source}>
    {place && !place.first && (
      <span className={styles.branch}>
        <CornerDownRight aria-hidden="true" />
        <span className="sr-only">{own.also} </span>
      </span>
    )}
    <span className={place && !place.first ? styles.again : styles.address}>
      <MiddleTruncate text={alias.source} tail={Math.min(alias.domain_name.length + 1, 24)} />
    </span>
    {isCatchAll(alias.source) && <Badge tone="accent">{own.catchAll}</Badge>}
    {place?.first && place.count > 1 && <Badge>{own.fanOut(place.count, place.cut)}</Badge>}
  </span>
)

/** The columns; `placeOf` tells which rows stand together. */
export const columnsOf = (
  placeOf: (id: number) => Place | undefined,
): readonly Column<Alias, (typeof sorts)[number]>[] => [
  {
    id: 'source',
    header: own.columnSource,
    sort: 'source',
    skeleton: 22,
    cell: (alias) => <Source alias={alias} place={placeOf(alias.id)} />,
  },
  {
    id: 'destination',
    header: own.columnDestination,
    sort: 'destination',
    from: 'md',
    skeleton: 22,
    cell: (alias) => (
      <span className={styles.destination}>
        <ArrowRight aria-hidden="true" />
        <MiddleTruncate text={alias.destination} />
      </span>
    ),
  },
  {
    id: 'state',
    header: own.columnState,
    width: '7rem',
    from: 'md',
    skeleton: 7,
    cell: (alias) => <AliasState active={alias.active} />,
  },
  {
    id: 'domain',
    header: own.columnDomain,
    sort: 'domain_name',
    width: '12rem',
    from: 'lg',
    skeleton: 12,
    cell: (alias) => <MiddleTruncate text={alias.domain_name} />,
  },
  {
    id: 'created',
    header: own.columnCreated,
    sort: 'created_at',
    width: '9rem',
    from: 'lg',
    skeleton: 9,
    cell: (alias) => <RelTime at={alias.created_at} />,
  },
]

/** Second line where the columns have no room. */
export const rowNote = ({ destination, active }: Alias) =>
  active ? `→ ${destination}` : `→ ${destination} · ${own.inactive}`
