import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { serve } from '../../http/serve.ts'
import { act, type QueueDeps } from './actions.ts'
import { Previews, preview, readBulk, run } from './bulk.ts'
import { list } from './items.ts'
import { tellCounts } from './live.ts'
import { find, readBody } from './message.ts'
import { QueueViews } from './views.ts'

export const queue = (app: FastifyInstance, given: Deps): void => {
  const views = new QueueViews(given)
  const previews = new Previews()
  const deps: QueueDeps = { ...given, views }
  app.addHook('onClose', () => views.close())
  tellCounts(given)

  serve(app, 'GET /queue', ({ caller }) => given.agent.call('queue.counts', {}, caller))
  serve(app, 'GET /queue/items', ({ caller, query }) => list(views, caller, query))
  serve(app, 'GET /queue/items/{queue_id}', ({ caller, params }) =>
    find(given, caller, params.queue_id),
  )
  serve(app, 'GET /queue/items/{queue_id}/body', ({ caller, params }) =>
    readBody(given, caller, params.queue_id),
  )
  serve(app, 'POST /queue', ({ caller, body }) => act(deps, caller, body))
  serve(app, 'POST /queue/bulk', async ({ caller, body, reply }) => {
    const wanted = readBulk(body)
    if ('preview' in wanted) return preview(deps, previews, caller, wanted.preview)
    const job = await run(deps, previews, caller, wanted.run)
    reply.code(202).header('location', `/api/jobs/${job.id}`)
    return job
  })
}
