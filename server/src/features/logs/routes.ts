import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { serve } from '../../http/serve.ts'
import { streamCsv } from '../../http/stream.ts'
import { auditCsv } from './csv.ts'
import { pageOfAudit } from './store.ts'

export const logs = (app: FastifyInstance, { db }: Deps): void => {
  serve(app, 'GET /logs', ({ query, reply }) =>
    query.format === 'csv'
      ? streamCsv(reply, 'audit.csv', auditCsv(db.panel, query))
      : pageOfAudit(db.panel, query),
  )
}
