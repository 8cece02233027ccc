import { type Kysely, sql } from 'kysely'
import { containsAnyCase } from './portable.ts'
import type { PanelSchema } from './schema.ts'

/** What a list of the panel's own tables is asked for. */
export interface PanelSelection {
  readonly page?: number | undefined
  readonly pageSize?: number | undefined
  readonly sort: string
  readonly dir: 'asc' | 'desc'
  /** Literal substring in any case. */
  readonly search?: string | undefined
}

const DEFAULT_PAGE_SIZE = 20

/**
 * One page of a small table (accounts, tokens, trash) with its total. The id breaks ties.
 * @param columns also what the rows have; `searched` are looked into by `search`
 * @param where further conditions, ANDed
 */
export const panelPage = async <T extends keyof PanelSchema, R>(
  db: Kysely<PanelSchema>,
  table: T,
  columns: readonly string[],
  searched: readonly string[],
  ask: PanelSelection,
  where: readonly ReturnType<typeof sql>[] = [],
): Promise<{ data: R[]; total: number; page: number; pageSize: number }> => {
  const page = ask.page ?? 1
  const pageSize = ask.pageSize ?? DEFAULT_PAGE_SIZE
  const parts: ReturnType<typeof sql>[] = [sql`1 = 1`, ...where]
  if (ask.search) parts.push(containsAnyCase(searched, ask.search))
  const condition = sql.join(parts, sql` and `)
  const dir = sql.raw(ask.dir)
  const { rows } = await sql<R>`select ${sql.join(columns.map((name) => sql.ref(name)))}
    from ${sql.table(table)} where ${condition}
    order by ${sql.ref(ask.sort)} ${dir}, id ${dir} limit ${pageSize} offset ${(page - 1) * pageSize}`.execute(
    db,
  )
  const counted = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}
    where ${condition}`.execute(db)
  return { data: rows, total: Number(counted.rows[0]?.n ?? 0), page, pageSize }
}
