import { isIP } from 'node:net'
import type { DatabaseSync } from 'node:sqlite'
import { messageHash } from '../messages.ts'

/** A part of SQL with its values. */
export interface Piece {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/**
 * What a search means.
 * - `messages`: a queue id or a Message-ID named them.
 * - `term`: an address, a domain or a client in full; its deliveries lie in the order of time.
 * - `beginning`: how an address, a domain or a client begins.
 */
export type Meaning =
  | { readonly kind: 'messages'; readonly ids: readonly number[] }
  | { readonly kind: 'term'; readonly id: number }
  | { readonly kind: 'beginning'; readonly text: string }

/** Messages of one queue id or Message-ID that a list shows. */
const MOST_MESSAGES = 1000

const domain = /^(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]*$/

const messagesOf = (db: DatabaseSync, given: string, inner: string): number[] =>
  db
    .prepare(
      `select message as id from queue where queue_id = ? union
        select id from message where hash = ? and message_id = ? order by id desc limit ?`,
    )
    .all(given, messageHash(inner), inner, MOST_MESSAGES)
    .map(({ id }) => Number(id))

const termOf = (db: DatabaseSync, text: string): number | undefined => {
  const id = db.prepare('select id from term where text = ?').get(text)?.id
  return typeof id === 'number' ? id : undefined
}

/** The most exact meaning that finds something; else the text is taken for the beginning of an address. */
export const meaningOf = (db: DatabaseSync, given: string): Meaning => {
  const inner = /^<(.+)>$/.exec(given)?.[1] ?? given
  const ids = messagesOf(db, given, inner)
  if (ids.length > 0) return { kind: 'messages', ids }
  const text = inner.toLowerCase()
  const id = termOf(db, domain.test(text) && isIP(text) === 0 ? `@${text}` : text)
  return id === undefined ? { kind: 'beginning', text } : { kind: 'term', id }
}
