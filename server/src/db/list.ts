import { CompiledQuery } from 'kysely'
import { searchable } from './portable.ts'
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

/**
 * A piece of a statement with its parameters. Written as text and not by the query builder, whose work would cost half
 * as much again as the page itself; every name in it comes from this program, every value is a parameter.
 */
interface Piece {
  readonly text: string
  readonly values: readonly unknown[]
}

const piece = (text: string, ...values: readonly unknown[]): Piece => ({ text, values })

const conditions = (listed: Listed, ask: Selection): Piece[] => {
  const found: Piece[] = []
  for (const [column, value] of Object.entries(ask.filter)) {
    if (value !== undefined) found.push(piece(`${column} = ?`, value))
  }
  const { column, ids } = ask.within
  if (ids !== 'all') {
    found.push(ids.length ? piece(`${column} in (${ids.map(() => '?')})`, ...ids) : piece('1 = 0'))
  }
  // Literal substring: `%` and `_` match themselves. The columns hold lower case.
  const term = ask.search?.toLowerCase()
  if (term) {
    const any = listed.searched
      .map((name) => `instr(${searchable(name, term)}, ?) > 0`)
      .join(' or ')
    found.push(piece(`(${any})`, ...listed.searched.map(() => term)))
  }
  return found
}

const isAlone = (listed: Listed, sort: string): boolean =>
  sort === 'id' || listed.unique.includes(sort)

const behind = (listed: Listed, { sort, dir }: Selection, after: NonNullable<Window['after']>) => {
  const beyond = dir === 'asc' ? '>' : '<'
  if (isAlone(listed, sort)) return piece(`${sort} ${beyond} ?`, after.key)
  // The first half alone bounds the walk through the index.
  return piece(
    `${sort} ${beyond}= ? and (${sort} ${beyond} ? or id ${beyond} ?)`,
    ...[after.key, after.key, after.id],
  )
}

/** @param key the sort column as it is called there */
const order = (
  listed: Listed,
  { sort, dir }: Selection,
  reversed: boolean,
  key = sort,
  id = 'id',
): string => {
  const way = (dir === 'asc') === reversed ? 'desc' : 'asc'
  return isAlone(listed, sort) ? `${key} ${way}` : `${key} ${way}, ${id} ${way}`
}

const where = (parts: readonly Piece[]): string =>
  parts.length > 0 ? `where ${parts.map(({ text }) => text).join(' and ')}` : ''

/**
 * The ids of a window come from one index; only then are its rows fetched. Ordering the join instead would make
 * MariaDB sort the whole table. CROSS JOIN keeps this order of the tables on SQLite (lang_select, 2.2), which else
 * walks all rows in the wanted order and looks each up among the ids. By the inner query's own key SQLite sees that
 * they come in order already. The limit is no parameter: a statement with one is prepared anew at every run (SQLite
 * looks at its value, as at those of a LIKE); there are as many texts as page sizes.
 */
export const windowQuery = <R>(
  listed: Listed,
  ask: Selection,
  { limit, offset, after, reversed = false }: Window,
): CompiledQuery<R> => {
  const parts = conditions(listed, ask)
  if (after) parts.push(behind(listed, ask, after))
  const columns = listed.columns.map((column) => `t.${column}`).join(', ')
  const text = `select ${columns} from (select id, ${ask.sort} as sort_key from ${listed.table} ${where(parts)}
    order by ${order(listed, ask, reversed)} limit ${limit.toFixed(0)} offset ?) p
    cross join ${listed.table} t on t.id = p.id order by ${order(listed, ask, false, 'p.sort_key', 'p.id')}`
  return CompiledQuery.raw(text, [...parts.flatMap(({ values }) => values), offset])
}

export const countQuery = (listed: Listed, ask: Selection): CompiledQuery<{ n: number }> => {
  const parts = conditions(listed, ask)
  const text = `select count(*) as n from ${listed.table} ${where(parts)}`
  return CompiledQuery.raw(
    text,
    parts.flatMap(({ values }) => values),
  )
}
