import type { DatabaseSync } from 'node:sqlite'
import { statusBits } from '../../db/trace-file.ts'
import type { Piece } from './search.ts'
import { count, leaf, ofStatus, type Query, type Source, span, whereOf } from './source.ts'

/** More terms, or more hits of theirs, than this are not gathered: the deliveries are leafed through instead. */
const MOST_TERMS = 20_000
const MOST_HITS = 10_000
/** A delivery has four names at most: sender, recipient, what the sender wrote, client. */
const NAMES = 4

/** The last text that begins with another: behind all of them in the order of SQLite. */
const afterAll = (text: string): string => `${text}\u{10ffff}`

/** The terms, as far as anything of theirs ever had the wanted status. */
const termsThatBegin = (text: string, { status }: Query): Piece[] => [
  { sql: 't.text >= ? and t.text < ?', values: [text, afterAll(text)] },
  ...(status === undefined ? [] : [{ sql: 't.statuses & ? != 0', values: [statusBits[status]] }]),
]

/** The same asked of the rows themselves, where so many match that the first page is soon found by leafing. */
const rowsThatBegin = (text: string): Piece => {
  const columns = ['d.recipient', 'd.original', 'm.sender', 'm.client']
  if (text.startsWith('@')) {
    return {
      sql: `(${columns.map((name) => `instr(lower(${name}), ?) > 0`).join(' or ')})`,
      values: columns.map(() => text),
    }
  }
  return {
    sql: `(${columns.map((name) => `(lower(${name}) >= ? and lower(${name}) < ?)`).join(' or ')})`,
    values: columns.flatMap(() => [text, afterAll(text)]),
  }
}

const leafed = (db: DatabaseSync, query: Query, text: string, least: number): Source => ({
  from: 'delivery d cross join message m on m.id = d.message',
  where: [...leaf(db, query), rowsThatBegin(text)],
  first: 'd.first_at',
  least,
})

/** Deliveries of which an address, a domain or a client begins with the text. */
export const ofBeginning = (db: DatabaseSync, query: Query, text: string): Source => {
  const first = (sql: string, limit: number, { values }: Piece): number =>
    count(db, `select count(*) as n from (${sql} limit ${limit + 1})`, values)
  const terms = whereOf(termsThatBegin(text, query))
  if (first(`select 1 from term t ${terms.sql}`, MOST_TERMS, terms) > MOST_TERMS) {
    return leafed(db, query, text, 0)
  }
  const hits = whereOf([...termsThatBegin(text, query), ...span(query, 'h.at')])
  const from = `from term t cross join hit h on h.term = t.id ${hits.sql}`
  if (first(`select 1 ${from}`, MOST_HITS, hits) > MOST_HITS) {
    const least = query.status === undefined ? Math.ceil(MOST_HITS / NAMES) : 0
    return leafed(db, query, text, least)
  }
  const ids = { sql: `d.id in (select h.delivery ${from})`, values: hits.values }
  return {
    from: 'delivery d',
    where: [...ofStatus(query), ids],
    first: 'd.first_at',
    gathered: true,
  }
}
