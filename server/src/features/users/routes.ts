import type { BodyOf } from '@mc/shared/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import type { Caller } from '../../http/caller.ts'
import { ifMatch, withEtag } from '../../http/etag.ts'
import { serve } from '../../http/serve.ts'
import { streamCsv, streamJson } from '../../http/stream.ts'
import { bulk } from './bulk.ts'
import { clientSettings } from './client.ts'
import { csvExport } from './export.ts'
import { importCsv } from './import.ts'
import { remove } from './remove.ts'
import { all, create, find, list } from './service.ts'
import { toWire } from './store.ts'
import { update } from './update.ts'

interface Context {
  readonly caller: Caller
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}
type Changes = BodyOf<'PATCH /users/{id}'>

export const users = (app: FastifyInstance, deps: Deps): void => {
  const change = async (id: number, changes: Changes, { caller, request, reply }: Context) =>
    withEtag(reply, await update(deps, caller, id, changes, ifMatch(request)))
  const drop = async (id: number, force: boolean | undefined, { caller, request }: Context) => {
    await remove(deps, caller, id, force ?? false, ifMatch(request))
    return { message: 'User deleted successfully' }
  }

  serve(app, 'GET /users', ({ caller, query, reply }) =>
    query.all ? streamJson(reply, all(deps, caller, query)) : list(deps, caller, query),
  )
  serve(app, 'GET /users/{id}', async ({ params, reply }) =>
    withEtag(reply, toWire(await find(deps, params.id))),
  )
  serve(app, 'GET /users/{id}/client', ({ params }) => clientSettings(deps, params.id))
  serve(app, 'GET /users/export', ({ caller, query, reply }) =>
    streamCsv(reply, 'mailboxes.csv', csvExport(deps, caller, query)),
  )
  serve(app, 'POST /users', async ({ body, caller, reply }) => {
    const user = await create(deps, caller, body)
    reply.header('location', `/api/users/${user.id}`)
    return withEtag(reply, user)
  })
  serve(app, 'POST /users/import', ({ body, query, caller }) => {
    const given: string | { csv: string; dry_run?: boolean } = body
    const { csv, dry_run } = typeof given === 'string' ? { csv: given, dry_run: false } : given
    return importCsv(deps, caller, csv, query.dry_run ?? dry_run ?? false)
  })
  serve(app, 'PATCH /users', (call) => {
    const { id, ...changes } = call.body
    return change(id, changes, call)
  })
  serve(app, 'PATCH /users/{id}', (call) => change(call.params.id, call.body, call))
  serve(app, 'DELETE /users', (call) => drop(call.query.id, call.query.force, call))
  serve(app, 'DELETE /users/{id}', (call) => drop(call.params.id, call.query.force, call))
  serve(app, 'POST /users/bulk', ({ body, caller }) => bulk(deps, caller, body))
}
