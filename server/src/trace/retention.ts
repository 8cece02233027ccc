import type { DatabaseSync } from 'node:sqlite'
import { termsOf } from './terms.ts'

/** Messages that one transaction forgets: readers and the log wait for it. */
const SLICE = 500

const forgetDeliveries = (db: DatabaseSync, message: number): void => {
  const dropHit = db.prepare(
    'delete from hit where term = (select id from term where text = ?) and at = ? and delivery = ?',
  )
  const dropTerm = db.prepare(
    'delete from term where text = ? and not exists (select 1 from hit where term = term.id)',
  )
  const rows = db
    .prepare(
      `select d.id, d.first_at, d.recipient, d.original, m.sender, m.client from delivery d
        join message m on m.id = d.message where d.message = ?`,
    )
    .all(message)
  for (const { id, first_at, recipient, original, sender, client } of rows) {
    const texts = [recipient, original, sender, client]
    const terms = texts.flatMap((text) => termsOf(typeof text === 'string' ? text : null))
    for (const term of new Set(terms)) {
      dropHit.run(term, Number(first_at), Number(id))
      dropTerm.run(term)
    }
  }
  db.prepare('delete from delivery where message = ?').run(message)
}

const queueIds = (queueId: unknown, related: unknown): string[] => {
  // Only the writer fills the column.
  const others = JSON.parse(String(related)) as { queue_id: string; kind: string }[]
  const before = others.filter(({ kind }) => kind === 'requeued').map((one) => one.queue_id)
  return typeof queueId === 'string' ? [queueId, ...before] : before
}

/**
 * Forgets a slice of what ended before a time, lines of the log too.
 * @returns whether there was anything to forget
 */
export const forget = (db: DatabaseSync, before: number): boolean => {
  const old = db
    .prepare('select id, queue_id, related from message where last_at < ? order by last_at limit ?')
    .all(before, SLICE)
  const block = db.prepare('select min(first) as first, to_at from block').get()
  if (old.length === 0 && !(Number(block?.to_at ?? before) < before)) return false
  db.exec('BEGIN IMMEDIATE')
  try {
    for (const { id, queue_id, related } of old) {
      forgetDeliveries(db, Number(id))
      const drop = db.prepare('delete from queue where queue_id = ? and message = ?')
      for (const one of queueIds(queue_id, related)) drop.run(one, Number(id))
      db.prepare('delete from message where id = ?').run(Number(id))
    }
    db.prepare(
      `delete from block where first in (select first from (select first, to_at from block order by first limit ?)
        where to_at < ?)`,
    ).run(SLICE, before)
    db.prepare('delete from flow where minute < ?').run(before)
    db.exec('COMMIT')
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
  return true
}
