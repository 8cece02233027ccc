import { setImmediate as nextTurn } from 'node:timers/promises'
import type { QueryOf } from '@mc/shared/contract'
import type { Kysely } from 'kysely'
import { containsAnyCase } from '../../db/portable.ts'
import type { PanelSchema } from '../../db/schema.ts'

type Db = Kysely<PanelSchema>

export type AuditQuery = Pick<QueryOf<'GET /logs'>, 'action' | 'user' | 'from' | 'to' | 'search'>

const iso = (time: string): string => new Date(time).toISOString()

/** The rows that a query asks for, of all or of a range of ids. */
export const matching = (
  db: Db,
  { action, user, from, to, search }: AuditQuery,
  range?: { readonly from: number; readonly before: number },
) =>
  db
    .selectFrom('audit')
    .$if(action !== undefined, (q) =>
      action?.endsWith('.')
        ? // `/` is the character after the dot: the range of all names that begin so.
          q.where('action', '>=', action).where('action', '<', `${action.slice(0, -1)}/`)
        : q.where('action', '=', action ?? ''),
    )
    .$if(user !== undefined, (q) => q.where('actor', '=', user ?? ''))
    .$if(from !== undefined, (q) => q.where('created_at', '>=', iso(from ?? '')))
    .$if(to !== undefined, (q) => q.where('created_at', '<=', iso(to ?? '')))
    .$if(range !== undefined, (q) =>
      q.where('id', '>=', range?.from ?? 0).where('id', '<', range?.before ?? 0),
    )
    .$if(Boolean(search), (q) =>
      q.where(
        containsAnyCase(['actor', 'action', 'target', 'address', 'request_id'], search ?? ''),
      ),
    )

export const newestId = async (db: Db): Promise<number> => {
  const row = await db
    .selectFrom('audit')
    .select(({ fn }) => fn.max('id').as('id'))
    .executeTakeFirst()
  return Number(row?.id ?? 0)
}

/** Rows looked at before others get a turn: SQLite reads on the thread that serves everybody. */
const SLICE = 5000

/** The ids, ascending, of all rows that hold the searched text. */
export const searched = async (db: Db, query: AuditQuery): Promise<number[]> => {
  const ids: number[] = []
  const last = await newestId(db)
  for (let from = 1; from <= last; from += SLICE) {
    const rows = await matching(db, query, { from, before: from + SLICE })
      .select('id')
      .orderBy('id')
      .execute()
    for (const { id } of rows) ids.push(id)
    await nextTurn()
  }
  return ids
}
