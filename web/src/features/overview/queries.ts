import type { Stats } from '@mc/shared/contract'
import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'
import { useEvent } from '../../lib/events.ts'

/** Counts, parts of the mail stack and what needs attention; events say when it is to be asked again (lib/live). */
export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => api('GET /overview', { signal }),
})

type Period = Stats['history']['period']

/** How the machine is and was. */
export const statsQuery = (period: Period) =>
  queryOptions({
    queryKey: ['stats', period],
    queryFn: ({ signal }) => api('GET /stats', { query: { period }, signal }),
  })

/** A line gets its next point about this often (milliseconds). */
const pointEvery = 60_000

/** Each sample of the machine becomes what is shown as now; the lines are asked for when a new point is due. */
export const useLiveStats = (period: Period) => {
  const client = useQueryClient()
  useEvent('stats', (health) => {
    const { queryKey } = statsQuery(period)
    const updatedAt = client.getQueryState(queryKey)?.dataUpdatedAt ?? 0
    if (Date.now() - updatedAt >= pointEvery) void client.invalidateQueries({ queryKey })
    else client.setQueryData(queryKey, (known) => known && { ...known, ...health }, { updatedAt })
  })
}

/** The latest deeds in the panel; for administrators. */
export const recentQuery = queryOptions({
  queryKey: ['logs', 'recent'],
  queryFn: ({ signal }) =>
    api('GET /logs', { query: { pageSize: 8, sort: 'id', dir: 'desc' }, signal }),
})
