import type { Stats } from '@mc/shared/contract'
import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'
import { useEvent } from '../../lib/events.ts'

/** Counts, parts of the mail stack and what needs attention. Asked again while somebody looks, for parts fail by themselves. */
export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => api('GET /overview', { signal }),
  refetchInterval: 20_000,
})

type Period = Stats['history']['period']

/** How the machine is and was. */
export const statsQuery = (period: Period) =>
  queryOptions({
    queryKey: ['stats', period],
    queryFn: ({ signal }) => api('GET /stats', { query: { period }, signal }),
    refetchInterval: 60_000,
  })

/** Each sample of the machine becomes what is shown as now; the lines follow with the next question. */
export const useLiveStats = (period: Period) => {
  const client = useQueryClient()
  useEvent('stats', (health) =>
    client.setQueryData(statsQuery(period).queryKey, (known) => known && { ...known, ...health }),
  )
}

/** The latest deeds in the panel; for administrators. */
export const recentQuery = queryOptions({
  queryKey: ['logs', 'recent'],
  queryFn: ({ signal }) =>
    api('GET /logs', { query: { pageSize: 8, sort: 'id', dir: 'desc' }, signal }),
})
