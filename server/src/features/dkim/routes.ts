import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { serve } from '../../http/serve.ts'
import { streamJson } from '../../http/stream.ts'
import { activate, remove } from './change.ts'
import { check, create, find, list } from './service.ts'
import { allKeys } from './store.ts'

const DELETED = { message: 'DKIM key deleted successfully' }

export const dkim = (app: FastifyInstance, deps: Deps): void => {
  serve(app, 'GET /dkim', ({ query, reply }) =>
    query.all ? streamJson(reply, allKeys(deps.db, query)) : list(deps, query),
  )
  serve(app, 'GET /dkim/{id}', ({ params }) => find(deps, params.id))
  serve(app, 'POST /dkim', async ({ body, caller, reply }) => {
    const key = await create(deps, caller, body)
    reply.header('location', `/api/dkim/${key.id}`)
    return key
  })
  serve(app, 'POST /dkim/{id}/check', ({ params, caller }) => check(deps, caller, params.id))
  serve(app, 'PATCH /dkim', ({ body, caller }) =>
    activate(deps, caller, body.id, body.force ?? false),
  )
  serve(app, 'PATCH /dkim/{id}', ({ params, body, caller }) =>
    activate(deps, caller, params.id, body.force ?? false),
  )
  serve(app, 'DELETE /dkim', async ({ query, caller }) => {
    await remove(deps, caller, query.id, query.force ?? false)
    return DELETED
  })
  serve(app, 'DELETE /dkim/{id}', async ({ params, query, caller }) => {
    await remove(deps, caller, params.id, query.force ?? false)
    return DELETED
  })
}
