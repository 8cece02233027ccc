import { isIP } from 'node:net'
import { messageHash } from '../messages.ts'

/** What a search narrows deliveries to: a part of SQL with its values. */
export interface Narrowing {
  readonly sql: string
  readonly values: readonly (string | number)[]
  /** One term finds them all: its deliveries lie in the order of time. */
  readonly term?: string
}

/** The last text that begins with another: behind all of them in the order of SQLite. */
const afterAll = (text: string): string => `${text}\u{10ffff}`

const queueId = /^[0-9A-Za-z]{6,32}$/
const domain = /^@?(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*$/

const ofMessage = (where: string, ...values: (string | number)[]): Narrowing => ({
  sql: `d.id in (select id from delivery where message in (${where}))`,
  values,
})

const byTerm = (term: string): Narrowing => ({
  sql: 'exists (select 1 from hit h where h.term = (select id from term where text = ?) and h.at = d.first_at and h.delivery = d.id)',
  values: [term],
  term,
})

const byBeginning = (text: string): Narrowing => ({
  sql: 'd.id in (select delivery from hit where term in (select id from term where text >= ? and text < ?))',
  values: [text, afterAll(text)],
})

const either = (a: Narrowing, b: Narrowing): Narrowing => ({
  sql: `(${a.sql} or ${b.sql})`,
  values: [...a.values, ...b.values],
})

const byQueueId = (given: string): Narrowing =>
  ofMessage('select message from queue where queue_id = ?', given)
const byMessageId = (given: string): Narrowing =>
  ofMessage('select id from message where hash = ? and message_id = ?', messageHash(given), given)

/**
 * What the searched text can mean: an address or how it begins, a domain, a queue id, a Message-ID, a client's address.
 * @param known whether such a term is in the index: an address in full, a Message-ID and the beginning of an address
 *   look alike
 */
export const narrow = (given: string, known: (term: string) => boolean): Narrowing => {
  const inner = /^<(.*)>$/.exec(given)?.[1] ?? given
  const text = inner.toLowerCase()
  if (isIP(text) !== 0) return byTerm(text)
  if (domain.test(text)) {
    const term = text.startsWith('@') ? text : `@${text}`
    return known(term) || text.startsWith('@')
      ? byTerm(term)
      : either(byBeginning(text), byTerm(term))
  }
  if (text.includes('@')) {
    return known(text) ? byTerm(text) : either(byMessageId(inner), byBeginning(text))
  }
  const begins = byBeginning(text)
  if (!queueId.test(given)) return either(begins, byMessageId(inner))
  return either(begins, byQueueId(given))
}
