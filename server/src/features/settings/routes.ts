import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { serve } from '../../http/serve.ts'
import { change, read } from './service.ts'

export const settings = (app: FastifyInstance, deps: Deps): void => {
  serve(app, 'GET /settings', () => read(deps))
  serve(app, 'PATCH /settings', ({ body, caller }) => change(deps, caller, body))
}
