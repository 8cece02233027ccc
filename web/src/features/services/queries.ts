import type { BodyOf, Service } from '@mc/shared/contract'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'
import { useChange } from '../../lib/change.ts'
import { useEvent } from '../../lib/events.ts'
import { useLive } from '../../lib/live.ts'

export type ServiceAction = BodyOf<'POST /services'>['action']
/** A service that should run and does not. */
export type DownService = Service & { status: 'stopped' | 'failed' }

export const servicesQuery = queryOptions({
  queryKey: ['services'],
  queryFn: ({ signal }) => api('GET /services', { signal }),
  staleTime: 60_000,
})

const isDown = (service: Service): service is DownService =>
  service.status === 'stopped' || service.status === 'failed'

/** Those that do not run, what has failed first. */
export const useDown = (): readonly DownService[] => {
  const { data } = useQuery(servicesQuery)
  const down = data?.filter(isDown) ?? []
  return down.sort((a, b) => Number(b.status === 'failed') - Number(a.status === 'failed'))
}

/** Keeps the list as the machine has it while the caller is shown. */
export const useServicesLive = () => {
  const client = useQueryClient()
  useLive('services', servicesQuery.queryKey, ({ available, services }) =>
    available ? [...services] : undefined,
  )
  // What was known stays; the question says why nothing new is.
  useEvent('services', ({ available }) => {
    if (!available) void client.invalidateQueries({ queryKey: servicesQuery.queryKey })
  })
}

export const useControl = () =>
  useChange(
    (body: BodyOf<'POST /services'>) => api('POST /services', { body }),
    ['services', 'overview', 'logs'],
  )
