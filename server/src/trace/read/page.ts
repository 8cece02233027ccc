import type { DatabaseSync } from 'node:sqlite'
import type { QueryOf, ReplyOf } from '@mc/shared/contract'
import { PAGE } from '@mc/shared/rules'
import { ingestState } from './ingest-state.ts'
import { columns, toRow } from './rows.ts'
import { meaningOf, type Piece, rowsThatBegin, termsThatBegin } from './search.ts'

type Query = QueryOf<'GET /logs/trace'>

/** Where a query's deliveries come from. */
interface Source {
  readonly from: string
  readonly where: readonly Piece[]
  /** What `first_at` is sorted by: a column of the index that is walked. */
  readonly first: string
  /** Counted instead of all, where it is cheaper. */
  readonly countedFrom?: string
  /** Some thousands at most, each to be looked at: gathered once for both the page and the total. */
  readonly gathered?: true
  /** The total where it is known without counting: at least so many. */
  readonly least?: number
}

/** More matches than this of the beginning of an address are not gathered but leafed through. */
const WIDE = 10_000

const count = (db: DatabaseSync, sql: string, values: readonly (string | number)[]): number =>
  Number(db.prepare(sql).get(...values)?.n ?? 0)

/** @param at the column that holds `first_at` */
const span = ({ from, to }: Query, at: string): Piece[] => [
  ...(from === undefined ? [] : [{ sql: `${at} >= ?`, values: [Date.parse(from)] }]),
  ...(to === undefined ? [] : [{ sql: `${at} <= ?`, values: [Date.parse(to)] }]),
]
const ofStatus = ({ status }: Query): Piece[] =>
  status === undefined ? [] : [{ sql: 'd.status = ?', values: [status] }]
const plain = (query: Query): Piece[] => [...ofStatus(query), ...span(query, 'd.first_at')]

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

const ofBeginning = (db: DatabaseSync, query: Query, text: string): Source => {
  const terms = termsThatBegin(text)
  const times = span(query, 'at')
  const hits = `from hit where term in (${terms.sql}) ${times.map(({ sql }) => `and ${sql}`).join(' ')}`
  const values = [...terms.values, ...times.flatMap((one) => one.values)]
  const found = count(db, `select count(*) as n from (select 1 ${hits} limit ${WIDE + 1})`, values)
  if (found <= WIDE) {
    const ids = { sql: `d.id in (select delivery ${hits})`, values }
    return {
      from: 'delivery d',
      where: [...ofStatus(query), ids],
      first: 'd.first_at',
      gathered: true,
    }
  }
  return {
    from: 'delivery d cross join message m on m.id = d.message',
    where: [...plain(query), rowsThatBegin(text)],
    first: 'd.first_at',
    least: WIDE,
  }
}

const sourceOf = (db: DatabaseSync, query: Query): Source => {
  if (!query.search) return { from: 'delivery d', where: plain(query), first: 'd.first_at' }
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
  const text = where.length > 0 ? `where ${where.map(({ sql }) => sql).join(' and ')}` : ''
  const values = where.flatMap((one) => one.values)
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
  const ids = read(`${sorted} limit ? offset ?`, limit, offset)
  // The last page knows the total without counting.
  if (ids.length < limit && (ids.length > 0 || offset === 0)) {
    return { ids, total: offset + ids.length, least: false }
  }
  if (least !== undefined && query.status === undefined) return { ids, total: least, least: true }
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
