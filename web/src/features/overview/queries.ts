import { queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'

/** Counts, parts of the mail stack and what needs attention. Asked again while somebody looks, for parts fail by themselves. */
export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => api('GET /overview', { signal }),
  refetchInterval: 20_000,
})

/** The latest deeds in the panel; for administrators. */
export const recentQuery = queryOptions({
  queryKey: ['logs', 'recent'],
  queryFn: ({ signal }) =>
    api('GET /logs', { query: { pageSize: 8, sort: 'id', dir: 'desc' }, signal }),
})
