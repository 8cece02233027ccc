import type { QueryOf, QueuePage } from '@mc/shared/contract'
import { PAGE } from '@mc/shared/rules'
import type { ViewAsk } from '../../db/queue-views/index.ts'
import type { Caller } from '../../http/caller.ts'
import { titleOf } from '../../lib/queue-reasons/index.ts'
import type { QueueViews } from './views.ts'

type Query = QueryOf<'GET /queue/items'>

const askOf = (query: Query): ViewAsk => {
  const { page = 1, pageSize = PAGE.default, view: _view, search, ...rest } = query
  return {
    ...rest,
    ...(search ? { search } : {}),
    sort: query.sort ?? 'arrived_at',
    dir: query.dir ?? 'desc',
    limit: pageSize,
    offset: (page - 1) * pageSize,
  }
}

/** Between finding a snapshot and reading it, somebody may act on the queue: then it is gone. */
const TRIES = 3

/** A page of a view; of a new one where none is named, or the named one is gone. */
export const list = async (views: QueueViews, caller: Caller, query: Query): Promise<QueuePage> => {
  for (let tries = 1; ; tries += 1) {
    const view = views.find(query.view) ?? (await views.take(caller))
    try {
      const { data, total, view_total, causes } = await views.page(view.id, askOf(query))
      return {
        data,
        total,
        page: query.page ?? 1,
        pageSize: query.pageSize ?? PAGE.default,
        view: view.id,
        taken_at: view.taken_at,
        view_total,
        causes: causes.map(({ cause, count }) => ({ cause, title: titleOf(cause), count })),
      }
    } catch (error) {
      if (tries === TRIES || views.find(view.id)) throw error
    }
  }
}
