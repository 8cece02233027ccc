import type { BodyOf } from '@mc/shared/contract'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'
import { useChange } from '../../lib/change.ts'

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => api('GET /settings', { signal }),
})

export const useSaveSettings = () =>
  useChange(
    (body: BodyOf<'PATCH /settings'>) => api('PATCH /settings', { body }),
    ['settings', 'overview', 'logs'],
  )
