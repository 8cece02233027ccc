import type { BodyOf, QueryOf } from '@mc/shared/contract'
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'

/** Where this feature's pages stand. */
export const path = '/dns'

/** The server itself, where a domain would stand in the address; no domain has this form. */
export const SERVER = 'server'
/** What may stand there. */
export const detailForm = /^[a-z0-9.-]{1,253}$/

/** Without the records: they are shown one domain at a time. */
export const domainsQuery = (query: QueryOf<'GET /dns'>) =>
  queryOptions({
    queryKey: ['dns', 'list', query],
    queryFn: ({ signal }) => api('GET /dns', { query: { ...query, records: false }, signal }),
    placeholderData: keepPreviousData,
  })

/** One domain; the server looks before it answers where that was never done or is an hour old. */
export const domainQuery = (domain: string) =>
  queryOptions({
    queryKey: ['dns', 'one', domain],
    queryFn: ({ signal }) => api('GET /dns', { query: { domain }, signal }),
  })

/** The server's own records. */
export const serverQuery = queryOptions({
  queryKey: ['dns', 'server'],
  queryFn: ({ signal }) => api('GET /dns', { query: { pageSize: 1, records: false }, signal }),
})

/** Runs a change that answers with the domain as it is then. */
const useDomainChange = <I extends { readonly domain: string }>(
  run: (body: I) => ReturnType<typeof checkNow>,
) => {
  const client = useQueryClient()
  return async (body: I) => {
    client.setQueryData(domainQuery(body.domain).queryKey, await run(body))
    await Promise.all([
      client.invalidateQueries({ queryKey: ['dns', 'list'] }),
      client.invalidateQueries({ queryKey: ['dns', 'server'] }),
      client.invalidateQueries({ queryKey: ['overview'] }),
    ])
  }
}

const checkNow = (body: BodyOf<'POST /dns'>) => api('POST /dns', { body })
export const useCheckDomain = () => useDomainChange(checkNow)

export const useAcknowledge = () =>
  useDomainChange((body: BodyOf<'PATCH /dns/acknowledgements'>) =>
    api('PATCH /dns/acknowledgements', { body }),
  )
