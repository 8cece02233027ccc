import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { serve } from '../../http/serve.ts'
import { counts, createHistory } from './service.ts'

export const stats = (app: FastifyInstance, deps: Deps): void => {
  const history = createHistory(deps.db)
  serve(app, 'GET /stats', async ({ query }) => ({
    ...(await deps.vitals.now()),
    counts: await counts(deps.db),
    history: await history(query.period ?? '24h'),
  }))
}
