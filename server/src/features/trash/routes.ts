import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { serve } from '../../http/serve.ts'
import { visibleDomains } from '../../http/visible.ts'
import { purge, restore } from './service.ts'
import { list } from './store.ts'

export const trash = (app: FastifyInstance, deps: Deps): void => {
  serve(app, 'GET /trash', ({ query, caller }) =>
    list(deps.db, query, visibleDomains(caller, 'users')),
  )
  serve(app, 'POST /trash', async ({ body, caller }) => {
    if (body.action === 'restore') {
      await restore(deps, caller, body.id)
      return { message: 'Mailbox restored successfully' }
    }
    await purge(deps, caller, body.id)
    return { message: 'Mailbox erased successfully' }
  })
}
