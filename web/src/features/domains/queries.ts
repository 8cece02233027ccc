import type { BodyOf, QueryOf } from '@mc/shared/contract'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'
import { useChange } from '../../lib/change.ts'
import type { Found } from '../../lib/feature.ts'

/** What a change to a domain makes old: its mailboxes and aliases go with it. */
const touched = ['domains', 'users', 'aliases', 'trash', 'overview', 'logs']

export const domainsQuery = (query: QueryOf<'GET /domains'>) =>
  queryOptions({
    queryKey: ['domains', 'list', query],
    queryFn: ({ signal }) => api('GET /domains', { query, signal }),
    placeholderData: keepPreviousData,
  })

export const domainQuery = (id: number) =>
  queryOptions({
    queryKey: ['domains', 'one', id],
    queryFn: ({ signal }) => api('GET /domains/{id}', { params: { id }, signal }),
  })

export const findDomains = async (
  search: string,
  signal: AbortSignal,
): Promise<readonly Found[]> => {
  const { data } = await api('GET /domains', {
    query: { search, pageSize: 5, sort: 'name' },
    signal,
  })
  return data.map(({ id, name_unicode }) => ({ id, label: name_unicode, to: `/domains/${id}` }))
}

export const useCreateDomain = () =>
  useChange((body: BodyOf<'POST /domains'>) => api('POST /domains', { body }), touched)

export const useSetActive = () =>
  useChange(
    ({ id, active }: { id: number; active: boolean }) =>
      api('PATCH /domains/{id}', { params: { id }, body: { active } }),
    touched,
  )

export const useDeleteDomain = () =>
  useChange(
    ({ id, force }: { id: number; force: boolean }) =>
      api('DELETE /domains/{id}', { params: { id }, query: force ? { force } : {} }),
    touched,
  )

export const useBulkDomains = () =>
  useChange((body: BodyOf<'POST /domains/bulk'>) => api('POST /domains/bulk', { body }), touched)
