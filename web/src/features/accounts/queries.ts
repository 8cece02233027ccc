import type { BodyOf, QueryOf } from '@mc/shared/contract'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'
import { useChange } from '../../lib/change.ts'

export const accountsQuery = (query: QueryOf<'GET /accounts'>) =>
  queryOptions({
    queryKey: ['accounts', 'list', query],
    queryFn: ({ signal }) => api('GET /accounts', { query, signal }),
    placeholderData: keepPreviousData,
  })

export const useCreateAccount = () =>
  useChange(
    (body: BodyOf<'POST /accounts'>) => api('POST /accounts', { body }),
    ['accounts', 'logs'],
  )

export const useUpdateAccount = () =>
  useChange(
    (body: BodyOf<'PATCH /accounts'>) => api('PATCH /accounts', { body }),
    ['accounts', 'tokens', 'logs', 'me'],
  )

/** Its tokens go with it. */
export const useRemoveAccount = () =>
  useChange(
    (id: number) => api('DELETE /accounts', { query: { id } }),
    ['accounts', 'tokens', 'logs'],
  )
