import type { BodyOf, QueryOf } from '@mc/shared/contract'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'
import { useChange } from '../../lib/change.ts'

export const trashQuery = (query: QueryOf<'GET /trash'>) =>
  queryOptions({
    queryKey: ['trash', 'list', query],
    queryFn: ({ signal }) => api('GET /trash', { query, signal }),
    placeholderData: keepPreviousData,
  })

/** Restoring brings a mailbox back into its domain's count. */
export const useTrashDeed = () =>
  useChange(
    (body: BodyOf<'POST /trash'>) => api('POST /trash', { body }),
    ['trash', 'users', 'domains', 'overview', 'logs'],
  )
