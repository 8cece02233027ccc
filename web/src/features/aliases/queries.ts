import type { BodyOf, QueryOf } from '@mc/shared/contract'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'
import { useChange } from '../../lib/change.ts'
import type { Found } from '../../lib/feature.ts'

/** Where this feature's pages stand. */
export const path = '/aliases'

export const aliasesQuery = (query: QueryOf<'GET /aliases'>) =>
  queryOptions({
    queryKey: ['aliases', 'list', query],
    queryFn: ({ signal }) => api('GET /aliases', { query, signal }),
    placeholderData: keepPreviousData,
  })

export const aliasQuery = (id: number) =>
  queryOptions({
    queryKey: ['aliases', 'one', id],
    queryFn: ({ signal }) => api('GET /aliases/{id}', { params: { id }, signal }),
  })

/** All rows of one source: where its mail goes. The search finds the text anywhere, so the exact ones are picked. */
export const fanOutQuery = (source: string, domain: string) =>
  queryOptions({
    queryKey: ['aliases', 'fan-out', source],
    queryFn: async ({ signal }) => {
      const query = { search: source, domain, pageSize: 100, sort: 'source' } as const
      const { data } = await api('GET /aliases', { query, signal })
      return data.filter((alias) => alias.source === source)
    },
  })

export const findAliases = async (
  search: string,
  signal: AbortSignal,
): Promise<readonly Found[]> => {
  const { data } = await api('GET /aliases', {
    query: { search, pageSize: 5, sort: 'source' },
    signal,
  })
  return data.map(({ id, source, destination }) => ({
    id,
    label: source,
    note: destination,
    to: `${path}/${id}`,
  }))
}

/** What a change to an alias makes old. */
const touched = ['aliases', 'domains', 'overview', 'logs']

export const useCreateAlias = () =>
  useChange((body: BodyOf<'POST /aliases'>) => api('POST /aliases', { body }), touched)

export const useChangeAlias = () =>
  useChange(
    ({ id, ...body }: { id: number } & BodyOf<'PATCH /aliases/{id}'>) =>
      api('PATCH /aliases/{id}', { params: { id }, body }),
    touched,
  )

export const useDeleteAlias = () =>
  useChange((id: number) => api('DELETE /aliases/{id}', { params: { id } }), touched)

export const useBulkAliases = () =>
  useChange((body: BodyOf<'POST /aliases/bulk'>) => api('POST /aliases/bulk', { body }), touched)
