import type { QueryOf, TrashItem } from '@mc/shared/contract'
import { sql } from 'kysely'
import type { Databases } from '../../db/index.ts'
import { panelPage } from '../../db/panel-page.ts'
import type { TrashRow } from '../../db/trash.ts'

type Query = QueryOf<'GET /trash'>

const columns = ['id', 'email', 'size_bytes', 'deleted_at', 'purge_at'] as const

/** Mailboxes of the domains that the caller may see; one whose domain is gone is for those who see all. */
const within = async (db: Databases, domains: 'all' | readonly number[]) => {
  if (domains === 'all') return []
  const none = [sql`1 = 0`]
  if (domains.length === 0) return none
  const rows = await db.mail
    .selectFrom('domains')
    .select('name')
    .where('id', 'in', domains)
    .execute()
  if (rows.length === 0) return none
  return [sql`domain_name in (${sql.join(rows.map(({ name }) => name))})`]
}

/** What can still be had back; the rest is on its way in or out. */
export const list = async (db: Databases, query: Query, domains: 'all' | readonly number[]) =>
  panelPage<'trash', TrashItem>(
    db.panel,
    'trash',
    columns,
    ['email'],
    { ...query, sort: query.sort ?? 'deleted_at', dir: query.dir ?? 'desc' },
    [sql`state in ('moving', 'kept')`, ...(await within(db, domains))],
  )

export const itemById = (db: Databases, id: number): Promise<TrashRow | undefined> =>
  db.panel
    .selectFrom('trash')
    .selectAll()
    .where('id', '=', id)
    .where('state', 'in', ['moving', 'kept'])
    .executeTakeFirst()

/** Takes the row from one state to another; false when somebody else was quicker. */
export const move = async (
  db: Databases,
  row: TrashRow,
  from: string,
  to: string,
): Promise<boolean> => {
  const { numUpdatedRows } = await db.panel
    .updateTable('trash')
    .set({ state: to, changed_at: new Date().toISOString() })
    .where('id', '=', row.id)
    .where('state', '=', from)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

export const drop = async (db: Databases, row: TrashRow): Promise<void> => {
  await db.panel.deleteFrom('trash').where('id', '=', row.id).execute()
}
