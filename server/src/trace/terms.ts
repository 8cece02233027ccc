import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { statusBits } from '../db/trace-file.ts'
import type { Status } from './types.ts'

const KEPT = 40_000

/** The domain of an address as a search names it; undefined for what has none. */
const domainTerm = (address: string): string | undefined => {
  const at = address.lastIndexOf('@')
  return at < 0 ? undefined : address.slice(at)
}

/** What a search may name of a text: itself and the domain it ends in. */
export const termsOf = (text: string | null): string[] => {
  if (text === null || text === '') return []
  const term = text.toLowerCase()
  const domain = domainTerm(term)
  return domain === undefined ? [term] : [term, domain]
}

interface Known {
  readonly id: number
  readonly text: string
  statuses: number
}

/** Numbers for what a search may name, the deliveries that it finds, and what became of any of them. */
export class Terms {
  private readonly known = new Map<string, Known>()
  /** True: not in the file yet. */
  private readonly changed = new Map<Known, boolean>()
  private readonly find: StatementSync
  private readonly insert: StatementSync
  private readonly widen: StatementSync
  private readonly hit: StatementSync
  private last: number

  constructor(db: DatabaseSync) {
    this.find = db.prepare('select id, statuses from term where text = ?')
    this.insert = db.prepare('insert into term (id, text, statuses) values (?, ?, ?)')
    this.widen = db.prepare('update term set statuses = ? where id = ?')
    this.hit = db.prepare('insert or ignore into hit values (?, ?, ?)')
    this.last = Number(db.prepare('select max(id) as id from term').get()?.id ?? 0)
  }

  /** Lets a delivery be found by an address and its domain, or by a client's address. */
  add(text: string | null, at: number, delivery: number): void {
    for (const term of termsOf(text)) this.hit.run(this.entry(term).id, at, delivery)
  }

  /** A delivery to be found by this text has this status. One that it had before is not taken back. */
  mark(text: string | null, status: Status): void {
    const bit = statusBits[status]
    for (const term of termsOf(text)) {
      const entry = this.entry(term)
      if ((entry.statuses & bit) !== 0) continue
      entry.statuses |= bit
      if (!this.changed.has(entry)) this.changed.set(entry, false)
    }
  }

  /** Writes what changed; within the transaction of the commit. */
  flush(): void {
    for (const [{ id, text, statuses }, fresh] of this.changed) {
      if (fresh) this.insert.run(id, text, statuses)
      else this.widen.run(statuses, id)
    }
    this.changed.clear()
    if (this.known.size >= KEPT) this.known.clear()
  }

  /** Between commits only. */
  letGo(): void {
    this.known.clear()
  }

  private entry(text: string): Known {
    const known = this.known.get(text)
    if (known !== undefined) return known
    const found = this.find.get(text)
    const entry = found
      ? { id: Number(found.id), text, statuses: Number(found.statuses) }
      : { id: this.last + 1, text, statuses: 0 }
    if (!found) {
      this.last = entry.id
      this.changed.set(entry, true)
    }
    this.known.set(text, entry)
    return entry
  }
}
