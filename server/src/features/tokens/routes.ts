import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { accountActor } from '../../http/caller.ts'
import { serve } from '../../http/serve.ts'
import { tokensService } from './service.ts'

const DELETED = { message: 'Token deleted successfully' }

export const tokens = (app: FastifyInstance, deps: Deps): void => {
  const service = tokensService(deps)

  serve(app, 'GET /tokens', ({ query, caller }) => service.list(accountActor(caller), query))
  serve(app, 'POST /tokens', async ({ body, caller, reply }) => {
    const token = await service.create(caller, accountActor(caller), body)
    reply.header('location', `/api/tokens/${token.id}`)
    return token
  })
  serve(app, 'PATCH /tokens', ({ body: { id, ...changes }, caller }) =>
    service.update(caller, accountActor(caller), id, changes),
  )
  serve(app, 'PATCH /tokens/{id}', ({ params, body, caller }) =>
    service.update(caller, accountActor(caller), params.id, body),
  )
  serve(app, 'DELETE /tokens', async ({ query, caller }) => {
    await service.remove(caller, accountActor(caller), query.id)
    return DELETED
  })
  serve(app, 'DELETE /tokens/{id}', async ({ params, caller }) => {
    await service.remove(caller, accountActor(caller), params.id)
    return DELETED
  })
}
