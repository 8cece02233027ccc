import type { BodyOf, QueryOf } from '@mc/shared/contract'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'
import { useChange } from '../../lib/change.ts'

export const tokensQuery = (query: QueryOf<'GET /tokens'>) =>
  queryOptions({
    queryKey: ['tokens', 'list', query],
    queryFn: ({ signal }) => api('GET /tokens', { query, signal }),
    placeholderData: keepPreviousData,
  })

export const useCreateToken = () =>
  useChange((body: BodyOf<'POST /tokens'>) => api('POST /tokens', { body }), ['tokens', 'logs'])

export const useUpdateToken = () =>
  useChange((body: BodyOf<'PATCH /tokens'>) => api('PATCH /tokens', { body }), ['tokens', 'logs'])

export const useRevokeToken = () =>
  useChange((id: number) => api('DELETE /tokens', { query: { id } }), ['tokens', 'logs'])
