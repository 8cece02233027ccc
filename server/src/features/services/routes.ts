import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { serve } from '../../http/serve.ts'
import { control, list } from './service.ts'

export const services = (app: FastifyInstance, deps: Deps): void => {
  serve(app, 'GET /services', () => list(deps))
  serve(app, 'POST /services', ({ body, caller }) => control(deps, caller, body))
}
