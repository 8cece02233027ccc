import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../http/app-error.ts'
import { serve } from '../../http/serve.ts'
import { streamCsv } from '../../http/stream.ts'
import { auditCsv } from './csv.ts'
import { follow } from './follow.ts'
import { pageOfAudit } from './store.ts'

export const logs = (app: FastifyInstance, { db, trace, events, log }: Deps): void => {
  serve(app, 'GET /logs', ({ query, reply }) =>
    query.format === 'csv'
      ? streamCsv(reply, 'audit.csv', auditCsv(db.panel, query))
      : pageOfAudit(db.panel, query),
  )
  serve(app, 'GET /logs/mail', ({ query }) => trace.lines(query))
  serve(app, 'GET /logs/trace', ({ query }) => trace.page(query))
  serve(app, 'GET /logs/trace/{id}', async ({ params }) => {
    const found = await trace.detail(params.id)
    if (found) return found
    throw new AppError(
      'trace_not_found',
      'There is no such message; it may be older than the trace is kept.',
    )
  })
  follow(events, trace, log)
}
