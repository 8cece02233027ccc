import type { ListSpec, ListState } from '../../lib/list-state.ts'
import { words } from '../../words/queue.ts'
import { sorts } from './columns.tsx'
import type { Filter, QueueName } from './queries.ts'

const own = words.queue
type Sort = (typeof sorts)[number]
const names = ['queue', 'cause', 'older', 'sender', 'domain', 'reason'] as const
export type FilterName = (typeof names)[number]
export type QueueList = ListState<Sort, FilterName>

export const spec: ListSpec<Sort, FilterName> = {
  sorts,
  sort: 'arrived_at',
  dir: 'desc',
  filters: names,
}

export const queueNames = ['deferred', 'active', 'incoming', 'hold', 'maildrop'] as const
export const ages = ['', '3600', '14400', '86400', '259200'] as const

/** How the address writes the empty sender of bounce notices. */
export const NOBODY = '<>'

export const queueOf = ({ filters }: QueueList): QueueName | undefined =>
  queueNames.find((name) => name === filters.queue)

export const ageOf = ({ filters }: QueueList): (typeof ages)[number] =>
  ages.find((age) => age === filters.older) ?? ''

/** What the address asks for, as the API understands it; undefined when nothing narrows the list. */
export const filterOf = (list: QueueList): Filter | undefined => {
  const { sender, domain, reason, cause } = list.filters
  const queue = queueOf(list)
  const age = ageOf(list)
  const { search } = list.query
  const filter = {
    ...(queue && { queue }),
    ...(/^[a-z_]{1,64}$/.test(cause) && { cause }),
    ...(age && { older_than: Number(age) }),
    ...(sender && { sender: sender === NOBODY ? '' : sender }),
    ...(domain && { recipient_domain: domain }),
    ...(reason && { reason }),
    ...(search && { search }),
  }
  return Object.keys(filter).length > 0 ? filter : undefined
}

/** Filters without a control of their own in the tool line, as chips. */
export const chipsOf = ({ filters }: QueueList) =>
  (['sender', 'domain', 'reason'] as const)
    .filter((name) => filters[name])
    .map((name) => ({ name, label: own.chips[name](filters[name]) }))
