import type { BodyOf, QueryOf } from '@mc/shared/contract'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'
import { useChange } from '../../lib/change.ts'
import type { Found } from '../../lib/feature.ts'

/** Where this feature's pages stand. */
export const path = '/mailboxes'

export const usersQuery = (query: QueryOf<'GET /users'>) =>
  queryOptions({
    queryKey: ['users', 'list', query],
    queryFn: ({ signal }) => api('GET /users', { query, signal }),
    placeholderData: keepPreviousData,
  })

export const findUsers = async (search: string, signal: AbortSignal): Promise<readonly Found[]> => {
  const { data } = await api('GET /users', {
    query: { search, pageSize: 5, sort: 'email' },
    signal,
  })
  return data.map(({ id, email }) => ({ id, label: email, to: `${path}/${id}` }))
}

export const userQuery = (id: number) =>
  queryOptions({
    queryKey: ['users', 'one', id],
    queryFn: ({ signal }) => api('GET /users/{id}', { params: { id }, signal }),
  })

/** Hosts, ports and login name for mail clients. */
export const clientQuery = (id: number) =>
  queryOptions({
    queryKey: ['users', 'client', id],
    queryFn: ({ signal }) => api('GET /users/{id}/client', { params: { id }, signal }),
  })

/** How many aliases a panel or dialog shows before it says how many more there are. */
export const reachShown = 20

/** Aliases whose mail comes to this mailbox directly. */
export const reachQuery = (email: string) =>
  queryOptions({
    queryKey: ['aliases', 'reach', email],
    queryFn: ({ signal }) =>
      api('GET /aliases', {
        query: { destination: email, pageSize: reachShown, sort: 'source' },
        signal,
      }),
  })

/** What the settings say about new and deleted mailboxes; only for those who may read them. */
export const defaultsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => api('GET /settings', { signal }),
  staleTime: 60_000,
})

/** What a change to a mailbox makes old; deleting one takes aliases along and fills the trash. */
const touched = ['users', 'domains', 'overview', 'logs']
const touchedByDelete = [...touched, 'aliases', 'trash']

export const useCreateUser = () =>
  useChange((body: BodyOf<'POST /users'>) => api('POST /users', { body }), touched)

export const useChangeUser = () =>
  useChange(
    ({ id, ...body }: { id: number } & BodyOf<'PATCH /users/{id}'>) =>
      api('PATCH /users/{id}', { params: { id }, body }),
    touched,
  )

export const useDeleteUser = () =>
  useChange(
    ({ id, force }: { id: number; force: boolean }) =>
      api('DELETE /users/{id}', { params: { id }, query: force ? { force } : {} }),
    touchedByDelete,
  )

const bulk = (body: BodyOf<'POST /users/bulk'>) => api('POST /users/bulk', { body })

export const useBulkUsers = () => useChange(bulk, touchedByDelete)

/** What deleting these mailboxes would refuse. Asked once, when the dialog opens: it is a call that may need the password. */
export const bulkCheckQuery = (ids: readonly number[]) =>
  queryOptions({
    queryKey: ['users', 'bulk-check', ids],
    queryFn: () => bulk({ action: 'delete', ids: [...ids], dry_run: true }),
    retry: false,
    refetchOnWindowFocus: false,
  })

export const useImportUsers = () =>
  useChange(
    ({ csv }: { csv: string }) => api('POST /users/import', { body: { csv, dry_run: false } }),
    touched,
  )

/** What an import would do, without doing it. */
export const checkImport = (csv: string) =>
  api('POST /users/import', { body: { csv, dry_run: true } })
