import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import type { Caller } from '../../http/caller.ts'
import { ifMatch, withEtag } from '../../http/etag.ts'
import { serve } from '../../http/serve.ts'
import { streamJson } from '../../http/stream.ts'
import { bulk } from './bulk.ts'
import { remove } from './remove.ts'
import { all, create, find, list, update } from './service.ts'
import { toWire } from './store.ts'

interface Context {
  readonly caller: Caller
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

export const domains = (app: FastifyInstance, deps: Deps): void => {
  const change = async (id: number, active: boolean, { caller, request, reply }: Context) =>
    withEtag(reply, await update(deps, caller, id, { active }, ifMatch(request)))
  const drop = async (id: number, force: boolean | undefined, { caller, request }: Context) => {
    await remove(deps, caller, id, force ?? false, ifMatch(request))
    return { message: 'Domain deleted successfully' }
  }

  serve(app, 'GET /domains', ({ caller, query, reply }) =>
    query.all ? streamJson(reply, all(deps, caller, query)) : list(deps, caller, query),
  )
  serve(app, 'GET /domains/{id}', async ({ params, reply }) =>
    withEtag(reply, toWire(await find(deps, params.id))),
  )
  serve(app, 'POST /domains', async ({ body, caller, reply }) => {
    const domain = await create(deps, caller, body)
    reply.header('location', `/api/domains/${domain.id}`)
    return withEtag(reply, domain)
  })
  serve(app, 'PATCH /domains', (call) => change(call.body.id, call.body.active, call))
  serve(app, 'PATCH /domains/{id}', (call) => change(call.params.id, call.body.active, call))
  serve(app, 'DELETE /domains', (call) => drop(call.query.id, call.query.force, call))
  serve(app, 'DELETE /domains/{id}', (call) => drop(call.params.id, call.query.force, call))
  serve(app, 'POST /domains/bulk', ({ body, caller }) => bulk(deps, caller, body))
}
