import type { DatabaseSync } from 'node:sqlite'
import type { ReplyOf } from '@mc/shared/contract'
import { PAGE } from '@mc/shared/rules'
import { ofBeginning } from './beginning.ts'
import { ingestState } from './ingest-state.ts'
import { columns, toRow } from './rows.ts'
import { meaningOf } from './search.ts'
import { count, leaf, ofStatus, plain, type Query, type Source, span, whereOf } from './source.ts'

/** One term's deliveries are read from its own list, unless the wanted status is rarer than the term. */
const ofTerm = (db: DatabaseSync, query: Query, id: number): Source => {
  const { status } = query
  if (status !== undefined) {
    const rare = count(db, 'select count(*) as n from delivery where status = ?', [status])
    const often = count(db, 'select count(*) as n from hit where term = ?', [id])
    const hit = {
      sql: 'exists (select 1 from hit h where h.term = ? and h.at = d.first_at and h.delivery = d.id)',
      values: [id],
    }
    if (rare < often)
      return { from: 'delivery d', where: [...plain(query), hit], first: 'd.first_at' }
  }
  return {
    from: 'hit h cross join delivery d on d.id = h.delivery',
    where: [{ sql: 'h.term = ?', values: [id] }, ...span(query, 'h.at'), ...ofStatus(query)],
    first: 'h.at',
    ...(status === undefined ? { countedFrom: 'hit h' } : { gathered: true }),
  }
}

const sourceOf = (db: DatabaseSync, query: Query): Source => {
  if (!query.search) return { from: 'delivery d', where: leaf(db, query), first: 'd.first_at' }
  const meaning = meaningOf(db, query.search)
  if (meaning.kind === 'term') return ofTerm(db, query, meaning.id)
  if (meaning.kind === 'beginning') return ofBeginning(db, query, meaning.text)
  const marks = meaning.ids.map(() => '?').join(', ')
  const ids = { sql: `d.message in (${marks})`, values: meaning.ids }
  return { from: 'delivery d', where: [...plain(query), ids], first: 'd.first_at' }
}

interface Window {
  readonly ids: readonly number[]
  readonly total: number
  readonly least: boolean
}

/** The ids of a page, from indexes alone where they can be, and how many there are in all. */
const windowOf = (
  db: DatabaseSync,
  { from, where, first, countedFrom = from, gathered, least }: Source,
  query: Query,
  { limit, offset }: { limit: number; offset: number },
): Window => {
  const { sql: text, values } = whereOf(where)
  const { sort = 'first_at', dir = 'desc' } = query
  const by = sort === 'first_at' ? first : 'd.last_at'
  const sorted = `select d.id as id from ${from} ${text} order by ${by} ${dir}, d.id ${dir}`
  const read = (sql: string, ...more: number[]): number[] =>
    db
      .prepare(sql)
      .all(...values, ...more)
      .map(({ id }) => Number(id))
  if (gathered) {
    const all = read(sorted)
    return { ids: all.slice(offset, offset + limit), total: all.length, least: false }
  }
  // One more than is shown: the last page then knows the total without counting.
  const found = read(`${sorted} limit ? offset ?`, limit + 1, offset)
  const ids = found.slice(0, limit)
  const seen = offset + found.length
  if (found.length <= limit && (ids.length > 0 || offset === 0)) {
    return { ids, total: seen, least: false }
  }
  if (least !== undefined && ids.length > 0) {
    return { ids, total: Math.max(least, seen), least: true }
  }
  return {
    ids,
    total: count(db, `select count(*) as n from ${countedFrom} ${text}`, values),
    least: false,
  }
}

/** Ids come first; only the page's own rows are read in full. */
export const page = (db: DatabaseSync, query: Query): ReplyOf<'GET /logs/trace'> => {
  const { page: number = 1, pageSize = PAGE.default, sort = 'first_at', dir = 'desc' } = query
  const { ids, total, least } = windowOf(db, sourceOf(db, query), query, {
    limit: pageSize,
    offset: (number - 1) * pageSize,
  })
  const rows = db
    .prepare(
      `select ${columns} from delivery d join message m on m.id = d.message
        where d.id in (${ids.map(() => '?').join(', ')}) order by d.${sort} ${dir}, d.id ${dir}`,
    )
    .all(...ids)
  return {
    data: rows.map(toRow),
    total,
    total_is_least: least,
    page: number,
    pageSize,
    ingest: ingestState(db),
  }
}
