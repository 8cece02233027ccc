import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { serve } from '../../http/serve.ts'
import { setAcknowledged } from './acknowledge.ts'
import { check, list, one } from './service.ts'

export const dns = (app: FastifyInstance, deps: Deps): void => {
  serve(app, 'GET /dns', ({ query }) =>
    query.domain === undefined ? list(deps, query) : one(deps, query.domain),
  )
  serve(app, 'POST /dns', ({ body, caller }) => check(deps, caller, body.domain))
  serve(app, 'PATCH /dns/acknowledgements', ({ body, caller }) =>
    setAcknowledged(deps, caller, body),
  )
}
