import type { CompiledQuery } from 'kysely'
import type { Databases } from './index.ts'
import { countQuery, type Listed, type Selection, windowQuery } from './list.ts'

export interface PageOf<R> {
  readonly data: R[]
  readonly total: number
  readonly page: number
  readonly pageSize: number
}

type Rows = <R>(query: CompiledQuery<R>) => Promise<R[]>

/** Searches visit every row: they go where they hold up nobody. */
const runnerFor = (db: Databases, ask: Selection): Rows =>
  ask.search ? db.heavy : async (query) => (await db.mail.executeQuery(query)).rows

/** With the total known, the far half of a list is read from its end. */
const knownTotalPage = async <R>(
  db: Databases,
  listed: Listed,
  ask: Selection,
  total: number,
  limit: number,
  offset: number,
): Promise<R[]> => {
  const count = Math.min(limit, total - offset)
  if (count <= 0) return []
  const reversed = offset > total / 2
  const query = windowQuery<R>(
    listed,
    ask,
    reversed ? { limit: count, offset: total - offset - count, reversed } : { limit, offset },
  )
  return (await db.mail.executeQuery(query)).rows
}

/**
 * One page with the total of all rows that match.
 * @param known the total from the kept counts; undefined where only counting can tell (a search)
 */
export const readPage = async <R>(
  db: Databases,
  listed: Listed,
  ask: Selection,
  at: { readonly page: number; readonly pageSize: number },
  known: number | undefined,
): Promise<PageOf<R>> => {
  const { page, pageSize } = at
  const offset = (page - 1) * pageSize
  if (known !== undefined) {
    return {
      data: await knownTotalPage<R>(db, listed, ask, known, pageSize, offset),
      total: known,
      page,
      pageSize,
    }
  }
  const rows = runnerFor(db, ask)
  const data = await rows(windowQuery<R>(listed, ask, { limit: pageSize, offset }))
  const isLast = data.length < pageSize && (data.length > 0 || offset === 0)
  if (isLast) return { data, total: offset + data.length, page, pageSize }
  const [counted] = await rows(countQuery(listed, ask))
  return { data, total: Number(counted?.n ?? 0), page, pageSize }
}

const CHUNK = 200

/** All rows in order, a chunk at a time; holds no lock between them and no more than one chunk in memory. */
export async function* readAll<R extends { readonly id: number }>(
  db: Databases,
  listed: Listed,
  ask: Selection,
  keyOf: (row: R) => string | number,
): AsyncGenerator<R[]> {
  const rows = runnerFor(db, ask)
  let after: { key: string | number; id: number } | undefined
  for (;;) {
    const data = await rows(
      windowQuery<R>(listed, ask, { limit: CHUNK, offset: 0, ...(after ? { after } : {}) }),
    )
    if (data.length > 0) yield data
    const last = data.at(-1)
    if (data.length < CHUNK || last === undefined) return
    after = { key: keyOf(last), id: last.id }
  }
}
