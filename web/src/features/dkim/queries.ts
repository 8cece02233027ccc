import type { BodyOf, QueryOf } from '@mc/shared/contract'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'
import { useChange } from '../../lib/change.ts'
import type { Found } from '../../lib/feature.ts'

/** Where this feature's pages stand. */
export const path = '/dkim'

/** What a change to a key makes old. */
const touched = ['dkim', 'dns', 'overview', 'logs']

export const keysQuery = (query: QueryOf<'GET /dkim'>) =>
  queryOptions({
    queryKey: ['dkim', 'list', query],
    queryFn: ({ signal }) => api('GET /dkim', { query, signal }),
    placeholderData: keepPreviousData,
  })

export const keyQuery = (id: number) =>
  queryOptions({
    queryKey: ['dkim', 'one', id],
    queryFn: ({ signal }) => api('GET /dkim/{id}', { params: { id }, signal }),
  })

/** All keys of one domain, the oldest first. */
export const domainKeysQuery = (domain: string) =>
  queryOptions({
    queryKey: ['dkim', 'domain', domain],
    queryFn: async ({ signal }) =>
      (await api('GET /dkim', { query: { domain, sort: 'id', pageSize: 100 }, signal })).data,
  })

export const findKeys = async (search: string, signal: AbortSignal): Promise<readonly Found[]> => {
  const { data } = await api('GET /dkim', { query: { search, pageSize: 5 }, signal })
  return data.map(({ id, dns_name }) => ({ id, label: dns_name, to: `${path}/${id}` }))
}

export const useCreateKey = () =>
  useChange((body: BodyOf<'POST /dkim'>) => api('POST /dkim', { body }), touched)

export const useCheckKey = () =>
  useChange((id: number) => api('POST /dkim/{id}/check', { params: { id }, body: {} }), ['dkim'])

export const useSwitchTo = () =>
  useChange(
    ({ id, force }: { id: number; force: boolean }) =>
      api('PATCH /dkim/{id}', {
        params: { id },
        body: { state: 'active', ...(force && { force }) },
      }),
    touched,
  )

export const useDeleteKey = () =>
  useChange(
    ({ id, force }: { id: number; force: boolean }) =>
      api('DELETE /dkim/{id}', { params: { id }, query: force ? { force } : {} }),
    touched,
  )
