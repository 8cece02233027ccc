import type { EventData, EventName } from '@mc/shared/contract'
import type { InferDataFromTag, QueryClient, QueryKey } from '@tanstack/react-query'
import { useQueryClient } from '@tanstack/react-query'
import { startAgent } from './agent.ts'
import { connection } from './connection.ts'
import { startEvents } from './event-client.ts'
import { onEvent, onOpened, useEvent } from './events.ts'
import { startJobs } from './jobs.ts'

type Changed = EventData['changed']['resource']

/** First members of the query keys that show something of a resource, beside its own name. */
const shownIn: Readonly<Record<Changed, readonly string[]>> = {
  domains: ['users', 'aliases', 'trash', 'dkim', 'dns', 'overview'],
  users: ['domains', 'trash', 'overview'],
  aliases: ['domains', 'overview'],
  queue: ['overview'],
  services: ['overview'],
  dkim: ['dns', 'overview'],
  dns: ['overview'],
  logs: ['trace'],
  stats: ['overview'],
  backup: [],
  settings: ['overview'],
  screening: [],
  accounts: [],
  tokens: [],
  audit: ['logs', 'overview'],
}

/** However often something changes, a list is asked for at most this often (milliseconds). */
const rest = 2000
/** How often everything shown is asked for while events do not get through. */
const pollEvery = 15_000

/** Makes queries old; those that are shown are asked for again, at once if somebody looks. */
const refresh = (client: QueryClient, queryKey?: QueryKey) =>
  void client.invalidateQueries({
    ...(queryKey && { queryKey }),
    refetchType: document.hidden ? 'none' : 'active',
  })

/** Refreshes by key: the first time at once, then at most once in a while, and never forgets the last. */
const calmly = (client: QueryClient) => {
  const resting = new Map<string, boolean>()
  const run = (key: string) => {
    refresh(client, [key])
    resting.set(key, false)
    setTimeout(() => {
      const again = resting.get(key)
      resting.delete(key)
      if (again) run(key)
    }, rest)
  }
  return (key: string) => (resting.has(key) ? void resting.set(key, true) : run(key))
}

/** While events do not get through, what is shown is asked for again and again. */
const poll = (client: QueryClient) => {
  let timer: ReturnType<typeof setInterval> | undefined
  connection.subscribe(() => {
    clearInterval(timer)
    const state = connection.get()
    if (state !== 'polling') return
    refresh(client)
    timer = setInterval(() => refresh(client), pollEvery)
  })
}

/**
 * Keeps the query cache true: what somebody changes is asked for again, after a gap everything. Nothing is asked for by
 * the clock while events come.
 */
export const startLive = (client: QueryClient) => {
  const touch = calmly(client)
  onEvent('changed', ({ resource }) => {
    for (const key of [resource, ...shownIn[resource]]) touch(key)
  })
  // Work named `queue.bulk` has changed the queue until its end, not only when it was begun.
  onEvent('job', ({ kind, state }) => state !== 'running' && touch(kind.split('.')[0] ?? kind))
  // Whether something needs attention depends on them.
  onEvent('services', () => touch('overview'))
  let openedBefore = false
  onOpened(() => {
    // The page's first questions were asked together with the stream.
    if (openedBefore) refresh(client)
    openedBefore = true
  })
  startAgent(() => refresh(client))
  poll(client)
  startJobs()
  void startEvents()
}

type Held<K extends QueryKey> = InferDataFromTag<unknown, K>

/**
 * Writes what events of a kind carry into the query cache while the caller is shown:
 * `useLive('services', servicesQuery.queryKey, (rows) => rows)`.
 * @param take what the query holds from now on; undefined leaves it as it is
 */
export const useLive = <E extends EventName, K extends QueryKey>(
  event: E,
  queryKey: K,
  take: (data: EventData[E], old: Held<K> | undefined) => Held<K> | undefined,
) => {
  const client = useQueryClient()
  useEvent(event, (data) =>
    client.setQueryData<unknown, K, Held<K>>(queryKey, (old) => take(data, old)),
  )
}
