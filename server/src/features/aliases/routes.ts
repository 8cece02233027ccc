import type { BodyOf } from '@mc/shared/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import type { Caller } from '../../http/caller.ts'
import { etagOf, ifMatch, withEtag } from '../../http/etag.ts'
import { serve } from '../../http/serve.ts'
import { streamJson } from '../../http/stream.ts'
import { bulk, remove } from './remove.ts'
import { all, create, find, list, update } from './service.ts'
import { toWire } from './store.ts'

interface Context {
  readonly caller: Caller
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}
type Changes = BodyOf<'PATCH /aliases/{id}'>

export const aliases = (app: FastifyInstance, deps: Deps): void => {
  /** Warnings belong to the answer, not to the row that the ETag is of. */
  const send = <T extends { warnings?: unknown }>(reply: FastifyReply, alias: T): T => {
    const { warnings, ...row } = alias
    reply.header('etag', etagOf(row))
    return alias
  }
  const change = async (id: number, changes: Changes, { caller, request, reply }: Context) =>
    send(reply, await update(deps, caller, id, changes, ifMatch(request)))
  const drop = async (id: number, { caller, request }: Context) => {
    await remove(deps, caller, id, ifMatch(request))
    return { message: 'Alias deleted successfully' }
  }

  serve(app, 'GET /aliases', ({ caller, query, reply }) =>
    query.all ? streamJson(reply, all(deps, caller, query)) : list(deps, caller, query),
  )
  serve(app, 'GET /aliases/{id}', async ({ params, reply }) =>
    withEtag(reply, toWire(await find(deps, params.id))),
  )
  serve(app, 'POST /aliases', async ({ body, caller, reply }) => {
    const alias = await create(deps, caller, body)
    reply.header('location', `/api/aliases/${alias.id}`)
    return send(reply, alias)
  })
  serve(app, 'PATCH /aliases', (call) => {
    const { id, ...changes } = call.body
    return change(id, changes, call)
  })
  serve(app, 'PATCH /aliases/{id}', (call) => change(call.params.id, call.body, call))
  serve(app, 'DELETE /aliases', (call) => drop(call.query.id, call))
  serve(app, 'DELETE /aliases/{id}', (call) => drop(call.params.id, call))
  serve(app, 'POST /aliases/bulk', ({ body, caller }) => bulk(deps, caller, body))
}
