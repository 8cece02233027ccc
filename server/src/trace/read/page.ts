import type { DatabaseSync } from 'node:sqlite'
import type { QueryOf, ReplyOf } from '@mc/shared/contract'
import { PAGE } from '@mc/shared/rules'
import { ingestState } from './ingest-state.ts'
import { columns, toRow } from './rows.ts'
import { type Narrowing, narrow } from './search.ts'

type Query = QueryOf<'GET /logs/trace'>

interface Condition {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

const conditions = ({ from, to, status }: Query): Condition[] => [
  ...(status === undefined ? [] : [{ sql: 'd.status = ?', values: [status] }]),
  ...(from === undefined ? [] : [{ sql: 'd.first_at >= ?', values: [Date.parse(from)] }]),
  ...(to === undefined ? [] : [{ sql: 'd.first_at <= ?', values: [Date.parse(to)] }]),
]

const count = (db: DatabaseSync, sql: string, values: readonly (string | number)[]): number =>
  Number(db.prepare(sql).get(...values)?.n ?? 0)

/** Where the deliveries come from, and the order in which they lie there. */
interface Source {
  readonly from: string
  readonly where: readonly Condition[]
  /** Column of the time by which `first_at` is sorted. */
  readonly first: string
}

/** One term's deliveries are read from its own list, unless a status is rarer than the term. */
const byTerm = (
  db: DatabaseSync,
  found: Narrowing,
  filters: readonly Condition[],
  query: Query,
): Source => {
  const id = Number(db.prepare('select id from term where text = ?').get(found.term ?? '')?.id ?? 0)
  const plain: Source = { from: 'delivery d', where: [...filters, found], first: 'd.first_at' }
  if (query.status !== undefined) {
    const rare = count(db, 'select count(*) as n from delivery where status = ?', [query.status])
    if (rare < count(db, 'select count(*) as n from hit where term = ?', [id])) return plain
  }
  const where = filters.map(({ sql, values }) => ({
    sql: sql.replace('d.first_at', 'h.at'),
    values,
  }))
  return {
    from: 'hit h cross join delivery d on d.id = h.delivery',
    where: [{ sql: 'h.term = ?', values: [id] }, ...where],
    first: 'h.at',
  }
}

const sourceOf = (db: DatabaseSync, query: Query): Source => {
  const filters = conditions(query)
  if (!query.search) return { from: 'delivery d', where: filters, first: 'd.first_at' }
  const find = db.prepare('select 1 from term where text = ?')
  const found = narrow(query.search, (term) => find.get(term) !== undefined)
  if (found.term !== undefined) return byTerm(db, found, filters, query)
  return { from: 'delivery d', where: [...filters, found], first: 'd.first_at' }
}

/** Ids come first, from indexes alone where they can; only the page's own rows are read in full. */
export const page = (db: DatabaseSync, query: Query): ReplyOf<'GET /logs/trace'> => {
  const { page: number = 1, pageSize = PAGE.default, sort = 'first_at', dir = 'desc' } = query
  const { from, where, first } = sourceOf(db, query)
  const text = where.length > 0 ? `where ${where.map(({ sql }) => sql).join(' and ')}` : ''
  const values = where.flatMap((one) => one.values)
  const order =
    sort === 'first_at' ? `${first} ${dir}, d.id ${dir}` : `d.last_at ${dir}, d.id ${dir}`
  // A total of one term needs no row of the deliveries.
  const counted = from.startsWith('hit') && query.status === undefined ? 'hit h' : from
  const rows = db
    .prepare(
      `select ${columns} from (select d.id as id from ${from} ${text} order by ${order} limit ? offset ?) p
        cross join delivery d on d.id = p.id cross join message m on m.id = d.message
        order by d.${sort} ${dir}, d.id ${dir}`,
    )
    .all(...values, pageSize, (number - 1) * pageSize)
  const total = count(db, `select count(*) as n from ${counted} ${text}`, values)
  return { data: rows.map(toRow), total, page: number, pageSize, ingest: ingestState(db) }
}
