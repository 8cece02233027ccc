import type { Mode, Resource, SessionUser } from '@mc/shared/contract'
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { words } from '../words/index.ts'
import { api } from './api.ts'

/** Who is signed in. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api('GET /auth/me', { signal }),
  staleTime: 60_000,
})

/** The signed-in account; the shell renders pages only when it is known. */
export const useUser = (): SessionUser => useSuspenseQuery(meQuery).data.user

/** What every account may read. */
const viewable: readonly Resource[] = [
  'domains',
  'users',
  'aliases',
  'dkim',
  'dns',
  'stats',
  'logs',
]

/**
 * Whether the page offers something to this account. Only a matter of looks: the server decides on every call.
 */
export const can = (user: SessionUser, resource: Resource, mode: Mode): boolean => {
  if (user.role === 'admin') return true
  const permitted = user.role === 'editor' && user.permissions.some((name) => name === resource)
  return permitted || (mode === 'read' && viewable.includes(resource))
}

/** Why a control is disabled for this account, undefined when it is not. */
export const useWriteReason = (resource: Resource): string | undefined =>
  can(useUser(), resource, 'write') ? undefined : words.errors.readOnly
