import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { serve } from '../../http/serve.ts'

export const jobs = (app: FastifyInstance, { jobs: all }: Deps): void => {
  serve(app, 'GET /jobs', ({ query, caller }) => all.list(caller, query))
  serve(app, 'GET /jobs/{id}', ({ params, caller }) => all.get(caller, params.id))
}
