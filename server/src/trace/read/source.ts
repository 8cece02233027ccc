import type { DatabaseSync } from 'node:sqlite'
import type { QueryOf } from '@mc/shared/contract'
import type { Piece } from './search.ts'

export type Query = QueryOf<'GET /logs/trace'>

/** Where a query's deliveries come from. */
export interface Source {
  readonly from: string
  readonly where: readonly Piece[]
  /** What `first_at` is sorted by: a column of the index that is walked. */
  readonly first: string
  /** Counted instead of all, where it is cheaper. */
  readonly countedFrom?: string
  /** Some thousands at most, each to be looked at: gathered once for both the page and the total. */
  readonly gathered?: true
  /** So many that they are not counted; there are at least so many. */
  readonly least?: number
}

export const count = (
  db: DatabaseSync,
  sql: string,
  values: readonly (string | number)[],
): number => Number(db.prepare(sql).get(...values)?.n ?? 0)

/** @param at the column that holds `first_at` */
export const span = ({ from, to }: Query, at: string): Piece[] => [
  ...(from === undefined ? [] : [{ sql: `${at} >= ?`, values: [Date.parse(from)] }]),
  ...(to === undefined ? [] : [{ sql: `${at} <= ?`, values: [Date.parse(to)] }]),
]
export const ofStatus = ({ status }: Query): Piece[] =>
  status === undefined ? [] : [{ sql: 'd.status = ?', values: [status] }]

/** Rows of one status that are sorted in passing; of more than these the index of the wanted order is walked. */
const FEW = 10_000

/** What a search without an index of its own is leafed through by. */
export const leaf = (db: DatabaseSync, query: Query): Piece[] => {
  const { status, sort } = query
  if (status === undefined || sort !== 'last_at') return plain(query)
  const rows = 'select 1 from delivery where status = ?'
  const many = count(db, `select count(*) as n from (${rows} limit ${FEW + 1})`, [status]) > FEW
  // The plus keeps SQLite from the index of statuses, whose rows it would all have to sort.
  const wanted = { sql: many ? '+d.status = ?' : 'd.status = ?', values: [status] }
  return [wanted, ...span(query, 'd.first_at')]
}

export const plain = (query: Query): Piece[] => [...ofStatus(query), ...span(query, 'd.first_at')]

/** `where …` with its values. */
export const whereOf = (pieces: readonly Piece[]): Piece => ({
  sql: pieces.length > 0 ? `where ${pieces.map(({ sql }) => sql).join(' and ')}` : '',
  values: pieces.flatMap(({ values }) => values),
})
