import type { Domain } from '@mc/shared/contract'
import { queryOptions } from '@tanstack/react-query'
import { api } from './api.ts'

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
