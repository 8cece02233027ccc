import type { QueryOf, ReplyOf } from '@mc/shared/contract'
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api } from '../../../lib/api.ts'
import { useEvent, useTopic } from '../../../lib/events.ts'

export type Row = ReplyOf<'GET /logs/trace'>['data'][number]
export type Detail = ReplyOf<'GET /logs/trace/{id}'>

export const traceQuery = (query: QueryOf<'GET /logs/trace'>) =>
  queryOptions({
    queryKey: ['trace', 'list', query],
    queryFn: ({ signal }) => api('GET /logs/trace', { query, signal }),
    placeholderData: keepPreviousData,
  })

export const deliveryQuery = (id: number) =>
  queryOptions({
    queryKey: ['trace', 'one', id],
    queryFn: ({ signal }) => api('GET /logs/trace/{id}', { params: { id }, signal }),
  })

/** The log of a busy server never rests: the list is asked for this often at most (milliseconds). */
const rest = 3000

/** New lines of the log may have changed what became of a message. */
export const useLiveTrace = () => {
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useTopic('mail_log', true)
  useEvent('mail_log', () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void client.invalidateQueries({
        queryKey: ['trace'],
        refetchType: document.hidden ? 'none' : 'active',
      })
    }, rest)
  })
}
