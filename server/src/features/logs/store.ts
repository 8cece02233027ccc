import type { AuditRow, QueryOf, ReplyOf } from '@mc/shared/contract'
import { PAGE } from '@mc/shared/rules'
import type { Kysely, Selectable } from 'kysely'
import type { PanelSchema } from '../../db/schema.ts'
import { type AuditQuery, matching, newestId, searched } from './query.ts'

type Db = Kysely<PanelSchema>

const values = (text: string | null): AuditRow['before'] =>
  // Only the audit plugin writes these columns, always an object.
  text === null ? null : (JSON.parse(text) as Record<string, unknown>)

const toRow = (row: Selectable<PanelSchema['audit']>): AuditRow => ({
  ...row,
  before: values(row.before),
  after: values(row.after),
  outcome: row.outcome as AuditRow['outcome'],
})

const byIds = async (db: Db, ids: readonly number[]): Promise<AuditRow[]> => {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('audit').selectAll().where('id', 'in', ids).execute()
  const found = new Map(rows.map((row) => [row.id, toRow(row)]))
  return ids.flatMap((id) => found.get(id) ?? [])
}

/** Rows of the log are only ever added, so the order of ids is the order of times. */
export const pageOfAudit = async (
  db: Db,
  query: QueryOf<'GET /logs'>,
): Promise<ReplyOf<'GET /logs'>> => {
  const { page = 1, pageSize = PAGE.default, dir = 'desc' } = query
  const offset = (page - 1) * pageSize
  if (query.search) {
    const ids = await searched(db, query)
    const ordered = dir === 'desc' ? ids.reverse() : ids
    const data = await byIds(db, ordered.slice(offset, offset + pageSize))
    return { data, total: ids.length, page, pageSize }
  }
  const rows = await matching(db, query)
    .selectAll()
    .orderBy('id', dir)
    .limit(pageSize)
    .offset(offset)
    .execute()
  const { total } = await matching(db, query)
    .select(({ fn }) => fn.countAll().as('total'))
    .executeTakeFirstOrThrow()
  return { data: rows.map(toRow), total: Number(total), page, pageSize }
}

const CHUNK = 500

/** All rows that match, newest first, a chunk at a time. */
export async function* allAudit(db: Db, query: AuditQuery): AsyncGenerator<AuditRow[]> {
  let before = (await newestId(db)) + 1
  while (before > 1) {
    const from = Math.max(1, before - CHUNK)
    const rows = await matching(db, query, { from, before })
      .selectAll()
      .orderBy('id', 'desc')
      .execute()
    if (rows.length > 0) yield rows.map(toRow)
    before = from
  }
}
