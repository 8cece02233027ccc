import type { DatabaseSync } from 'node:sqlite'

/** What waits for the other half: an SMTP session, an LMTP session, a Message-ID. */
export interface OpenEnd {
  /** Number of the line that opened it. */
  readonly line: number
  readonly lines: number[]
  /** IP address of an SMTP session. */
  client?: string
  /** What a mailbox did in an LMTP session, as its lines said. */
  acts?: { what: string; where: string }[]
  /** The delivery of an LMTP session: message and recipient. */
  delivery?: { message: number; id: number }
  /** Messages of a Message-ID without a verdict of the spam filter. */
  messages?: number[]
}

/** Lines that an end stays open for. Counted in lines and not in time: the clock may jump, and a restart must not matter. */
const PATIENCE: Readonly<Record<string, number>> = { s: 50_000, l: 2000, m: 2000 }
const patience = (key: string): number => PATIENCE[key[0] ?? ''] ?? 0

/** Open ends survive a restart in a table of their own; few are open at any moment. */
export class OpenEnds {
  private readonly db: DatabaseSync
  private readonly ends = new Map<string, OpenEnd>()
  private readonly changed = new Set<string>()
  private readonly stored = new Set<string>()

  constructor(db: DatabaseSync) {
    this.db = db
    const rows = db.prepare('select key, line, data from open order by line').all()
    for (const { key, data } of rows) {
      // Only this file writes the table.
      this.ends.set(String(key), JSON.parse(String(data)) as OpenEnd)
      this.stored.add(String(key))
    }
  }

  get(key: string, line: number): OpenEnd | undefined {
    const end = this.ends.get(key)
    return end && line - end.line <= patience(key) ? end : undefined
  }

  /** An end that is about to be changed; opened when there is none. */
  open(key: string, line: number): OpenEnd {
    this.changed.add(key)
    const found = this.get(key, line)
    if (found) return found
    const end: OpenEnd = { line, lines: [] }
    // Deleted first, so that the order of the map is the order of lines.
    this.ends.delete(key)
    this.ends.set(key, end)
    return end
  }

  close(key: string): void {
    this.ends.delete(key)
    this.changed.add(key)
  }

  /** Writes what changed and forgets what waited in vain. @param line number of the last line */
  flush(line: number): void {
    for (const [key, end] of this.ends) {
      if (line - end.line > patience(key)) this.close(key)
    }
    const put = this.db.prepare('insert or replace into open values (?, ?, ?)')
    const drop = this.db.prepare('delete from open where key = ?')
    for (const key of this.changed) {
      const end = this.ends.get(key)
      if (end) {
        put.run(key, end.line, JSON.stringify(end))
        this.stored.add(key)
      } else if (this.stored.delete(key)) drop.run(key)
    }
    this.changed.clear()
  }
}
