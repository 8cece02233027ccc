import { sql, type Transaction } from 'kysely'
import type { DatabaseKind } from './kind.ts'
import type { PanelSchema } from './schema.ts'

/**
 * The ids of all admins, which nobody else changes before this transaction ends: two admins removing each other at
 * once would otherwise leave none. SQLite's write transactions go one after the other anyway.
 */
export const lockAdmins = async (
  trx: Transaction<PanelSchema>,
  kind: DatabaseKind,
): Promise<number[]> => {
  const suffix = kind === 'mariadb' ? sql`for update` : sql``
  const { rows } = await sql<{ id: number }>`
    select id from accounts where role = 'admin' order by id ${suffix}`.execute(trx)
  return rows.map(({ id }) => id)
}
