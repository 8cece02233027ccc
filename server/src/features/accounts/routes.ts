import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { serve } from '../../http/serve.ts'
import { accountsService } from './service.ts'

const DELETED = { message: 'Account deleted successfully' }

export const accounts = (app: FastifyInstance, deps: Deps): void => {
  const service = accountsService(deps)

  serve(app, 'GET /accounts', ({ query }) => service.list(query))
  serve(app, 'POST /accounts', async ({ body, caller, reply }) => {
    const account = await service.create(caller, body)
    reply.header('location', `/api/accounts/${account.id}`)
    return account
  })
  serve(app, 'PATCH /accounts', ({ body: { id, ...changes }, caller }) =>
    service.update(caller, id, changes),
  )
  serve(app, 'PATCH /accounts/{id}', ({ params, body, caller }) =>
    service.update(caller, params.id, body),
  )
  serve(app, 'DELETE /accounts', async ({ query, caller }) => {
    await service.remove(caller, query.id)
    return DELETED
  })
  serve(app, 'DELETE /accounts/{id}', async ({ params, caller }) => {
    await service.remove(caller, params.id)
    return DELETED
  })
}
