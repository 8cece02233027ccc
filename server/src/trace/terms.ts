import type { DatabaseSync, StatementSync } from 'node:sqlite'

const KEPT = 40_000

/** The domain of an address as a search names it; undefined for what has none. */
export const domainTerm = (address: string): string | undefined => {
  const at = address.lastIndexOf('@')
  return at < 0 ? undefined : address.slice(at)
}

/** Numbers for what a search may name, and the deliveries that it finds. */
export class Terms {
  private readonly known = new Map<string, number>()
  private readonly find: StatementSync
  private readonly insert: StatementSync
  private readonly hit: StatementSync
  private last: number

  constructor(db: DatabaseSync) {
    this.find = db.prepare('select id from term where text = ?')
    this.insert = db.prepare('insert into term (id, text) values (?, ?)')
    this.hit = db.prepare('insert or ignore into hit values (?, ?, ?)')
    this.last = Number(db.prepare('select max(id) as id from term').get()?.id ?? 0)
  }

  /** Lets a delivery be found by an address and its domain, or by a client's address. */
  add(text: string | null, at: number, delivery: number): void {
    if (text === null || text === '') return
    const term = text.toLowerCase()
    this.hit.run(this.id(term), at, delivery)
    const domain = domainTerm(term)
    if (domain !== undefined) this.hit.run(this.id(domain), at, delivery)
  }

  letGo(): void {
    this.known.clear()
  }

  private id(term: string): number {
    const known = this.known.get(term)
    if (known !== undefined) return known
    let id = this.find.get(term)?.id
    if (typeof id !== 'number') {
      this.last += 1
      id = this.last
      this.insert.run(id, term)
    }
    if (this.known.size >= KEPT) this.known.clear()
    this.known.set(term, id)
    return id
  }
}
