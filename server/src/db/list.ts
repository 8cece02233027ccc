import { type CompiledQuery, type RawBuilder, sql } from 'kysely'
import type { Databases } from './index.ts'
import { contains } from './portable.ts'
import type { MailTable } from './schema.ts'

/** A table as lists show it. Every column named here is in the indexes of its sort keys. */
export interface Listed {
  readonly table: MailTable
  readonly columns: readonly string[]
  /** Columns that a search looks into. */
  readonly searched: readonly string[]
  /** Sort keys no two rows share, so that the id need not break ties. */
  readonly unique: readonly string[]
}

/** Which rows, in which order. */
export interface Selection {
  readonly sort: string
  readonly dir: 'asc' | 'desc'
  /** Literal substring in any case. */
  readonly search?: string | undefined
  /** Column = value; undefined members do not filter. */
  readonly filter: Readonly<Record<string, string | number | undefined>>
  /** Domains that the caller may see, and the column that holds them. */
  readonly within: { readonly column: string; readonly ids: 'all' | readonly number[] }
}

interface Window {
  readonly limit: number
  readonly offset: number
  /** Continue behind this row. */
  readonly after?: { readonly key: string | number; readonly id: number }
  /** Walk from the other end. */
  readonly reversed?: boolean
}

const conditions = (listed: Listed, ask: Selection): RawBuilder<unknown>[] => {
  const found: RawBuilder<unknown>[] = []
  for (const [column, value] of Object.entries(ask.filter)) {
    if (value !== undefined) found.push(sql`${sql.ref(column)} = ${value}`)
  }
  const { column, ids } = ask.within
  if (ids !== 'all')
    found.push(ids.length ? sql`${sql.ref(column)} in (${sql.join(ids)})` : sql`1 = 0`)
  if (ask.search) found.push(contains(listed.searched, ask.search.toLowerCase()))
  return found
}

const behind = (listed: Listed, ask: Selection, after: NonNullable<Window['after']>) => {
  const beyond = sql.raw(ask.dir === 'asc' ? '>' : '<')
  const key = sql.ref(ask.sort)
  if (ask.sort === 'id' || listed.unique.includes(ask.sort))
    return sql`${key} ${beyond} ${after.key}`
  // The first half alone bounds the walk through the index.
  return sql`${key} ${beyond}= ${after.key} and (${key} ${beyond} ${after.key} or id ${beyond} ${after.id})`
}

const order = (
  listed: Listed,
  ask: Selection,
  reversed: boolean,
  prefix = '',
): RawBuilder<unknown> => {
  const dir = sql.raw((ask.dir === 'asc') === reversed ? 'desc' : 'asc')
  const key = sql`${sql.ref(prefix + ask.sort)} ${dir}`
  const alone = ask.sort === 'id' || listed.unique.includes(ask.sort)
  return alone ? key : sql`${key}, ${sql.ref(`${prefix}id`)} ${dir}`
}

const where = (parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  parts.length > 0 ? sql`where ${sql.join(parts, sql` and `)}` : sql``

/**
 * The ids of a window come from one index; only then are its rows fetched. Ordering the join instead would make
 * MariaDB sort the whole table. CROSS JOIN keeps this order of the tables on SQLite (lang_select, 2.2), which else
 * walks all rows in the wanted order and looks each up among the ids.
 */
export const windowQuery = <R>(
  db: Databases,
  listed: Listed,
  ask: Selection,
  window: Window,
): CompiledQuery<R> => {
  const parts = conditions(listed, ask)
  if (window.after) parts.push(behind(listed, ask, window.after))
  const table = sql.table(listed.table)
  const columns = sql.join(listed.columns.map((column) => sql.ref(`t.${column}`)))
  return sql<R>`select ${columns} from (
    select id from ${table} ${where(parts)} order by ${order(listed, ask, window.reversed ?? false)}
    limit ${window.limit} offset ${window.offset}) p
    cross join ${table} t on t.id = p.id order by ${order(listed, ask, false, 't.')}`.compile(
    db.mail,
  )
}

export const countQuery = (
  db: Databases,
  listed: Listed,
  ask: Selection,
): CompiledQuery<{ n: number }> =>
  sql<{ n: number }>`select count(*) as n from ${sql.table(listed.table)} ${where(
    conditions(listed, ask),
  )}`.compile(db.mail)
