import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { serve } from '../../http/serve.ts'
import { overview as read } from './service.ts'

export const overview = (app: FastifyInstance, deps: Deps): void => {
  serve(app, 'GET /overview', () => read(deps))
}
