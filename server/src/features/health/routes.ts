import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { serve } from '../../http/serve.ts'
import { readiness } from './service.ts'

export const health = (app: FastifyInstance, deps: Deps): void => {
  const ready = readiness(deps)
  serve(app, 'GET /health/live', () => ({ status: 'ok' as const }))
  serve(app, 'GET /health/ready', async ({ reply }) => {
    const ok = await ready()
    if (!ok) reply.code(503)
    return { status: ok ? ('ok' as const) : ('degraded' as const) }
  })
}
