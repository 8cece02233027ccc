import type { Domain, Resource } from '@mc/shared/contract'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api } from './api.ts'
import { useWriteReason } from './session.ts'

/** A domain to choose: shown as people read it, sent by its id or, as a filter, by its name. */
export interface DomainChoice {
  id: number
  label: string
  name: string
}

const toDomainChoice = ({ id, name, name_unicode }: Domain): DomainChoice => ({
  id,
  label: name_unicode,
  name,
})

/** The first domains whose name holds the text, for pickers. */
export const findDomains = async (
  text: string,
  signal?: AbortSignal,
): Promise<readonly DomainChoice[]> => {
  const query = { pageSize: 20, sort: 'name', ...(text && { search: text }) } as const
  const { data } = await api('GET /domains', { query, ...(signal && { signal }) })
  return data.map(toDomainChoice)
}

/** What a new object's domain is likely to be: the one that the list is narrowed to, or the only one there is. */
export const likelyDomainQuery = (name: string) =>
  queryOptions({
    queryKey: ['domains', 'likely', name],
    queryFn: async ({ signal }) => {
      const found = await findDomains(name, signal)
      const [first] = found
      const named = found.find((domain) => domain.name === name)
      return {
        none: name === '' && !first,
        domain: named ?? (found.length === 1 && first ? first : null),
      }
    },
  })

/**
 * Which domain something new is likely for, and why nothing can be made now.
 * @param filter name of the domain that the list is narrowed to
 * @param noDomain the reason where there is no domain yet
 */
export const useMaking = (resource: Resource, filter: string, noDomain: string) => {
  const readOnly = useWriteReason(resource)
  const likely = useQuery(likelyDomainQuery(filter))
  const none = likely.data?.none === true
  return {
    readOnly,
    noDomain: none,
    reason: readOnly ?? (none ? noDomain : undefined),
    domain: likely.data?.domain ?? null,
    known: !likely.isPending,
  }
}
