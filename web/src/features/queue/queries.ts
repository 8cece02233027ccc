import type { BodyOf, Job, QueryOf, QueuePreview, ReplyOf } from '@mc/shared/contract'
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'
import { useChange } from '../../lib/change.ts'

export type Item = ReplyOf<'GET /queue/items'>['data'][number]
export type QueueName = Item['queue']
export type Counts = ReplyOf<'GET /queue'>
export type Message = ReplyOf<'GET /queue/items/{queue_id}'>
export type Recipient = Message['recipients'][number]
export type BulkAction = 'deliver' | 'hold' | 'release' | 'requeue' | 'delete'
export type Filter = NonNullable<BodyOf<'POST /queue/bulk'>['filter']>
type ListQuery = Omit<QueryOf<'GET /queue/items'>, 'view'>

const touched = ['queue', 'overview', 'logs']

export const countsQuery = queryOptions({
  queryKey: ['queue', 'counts'],
  queryFn: ({ signal }) => api('GET /queue', { signal }),
})

/** The snapshot that this page reads, so that pages, sorts and filters are of one list. */
let view: string | undefined

/** The next list is taken anew. */
export const forgetView = () => {
  view = undefined
}

export const itemsQuery = (query: ListQuery) =>
  queryOptions({
    queryKey: ['queue', 'items', query],
    queryFn: async ({ signal }) => {
      const page = await api('GET /queue/items', {
        query: { ...query, ...(view !== undefined && { view }) },
        signal,
      })
      view = page.view
      return page
    },
    // What another snapshot said is at best shown for the moment.
    staleTime: 0,
    placeholderData: keepPreviousData,
  })

export const messageQuery = (queue_id: string) =>
  queryOptions({
    queryKey: ['queue', 'one', queue_id],
    queryFn: ({ signal }) => api('GET /queue/items/{queue_id}', { params: { queue_id }, signal }),
  })

/** Takes the list anew. */
export const useRefresh = () => {
  const client = useQueryClient()
  return () => {
    forgetView()
    return client.invalidateQueries({ queryKey: ['queue'] })
  }
}

export const useQueueAct = () =>
  useChange((body: BodyOf<'POST /queue'>) => api('POST /queue', { body }), touched)

const isPreview = (reply: ReplyOf<'POST /queue/bulk'>): reply is QueuePreview =>
  'preview_id' in reply

/** Freezes the messages that a filter finds now. */
export const previewBulk = async (action: BulkAction, filter: Filter): Promise<QueuePreview> => {
  const reply = await api('POST /queue/bulk', { body: { action, filter } })
  if (!isPreview(reply)) throw new Error('A preview was expected')
  return reply
}

/** Acts on what a preview froze. @returns the job that does it */
export const runBulk = async (preview_id: string): Promise<Job> => {
  const reply = await api('POST /queue/bulk', { body: { preview_id } })
  if (isPreview(reply)) throw new Error('A job was expected')
  return reply
}
