import type { QueryOf } from '@mc/shared/contract'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'

export const auditQuery = (query: QueryOf<'GET /logs'>) =>
  queryOptions({
    queryKey: ['logs', 'list', query],
    queryFn: ({ signal }) => api('GET /logs', { query, signal }),
    placeholderData: keepPreviousData,
  })
