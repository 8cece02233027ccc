import type { AuditRow } from '@mc/shared/contract'
import type { Kysely } from 'kysely'
import type { PanelSchema } from '../../db/schema.ts'
import { BYTE_ORDER_MARK, csvLine } from '../../lib/csv.ts'
import type { AuditQuery } from './query.ts'
import { allAudit } from './store.ts'

const columns = [
  'id',
  'created_at',
  'actor',
  'action',
  'target',
  'outcome',
  'address',
  'request_id',
  'before',
  'after',
] as const

const line = (row: AuditRow): string =>
  csvLine(
    columns.map((name) => {
      const value = row[name]
      return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
    }),
  )

/** The log as CSV, newest first, while it is read. */
export async function* auditCsv(
  db: Kysely<PanelSchema>,
  query: AuditQuery,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(columns)
  for await (const rows of allAudit(db, query)) yield rows.map(line).join('')
}
