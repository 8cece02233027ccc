import type { DatabaseSync } from 'node:sqlite'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { type LogLine, levelOf } from './parse/line.ts'

/** Lines of a block: enough to compress well, few enough to unpack for one line. */
export const BLOCK_LINES = 512

const pack = ({ at, host, service, pid, text }: LogLine): string =>
  `${at}\t${host}\t${service}\t${pid ?? ''}\t${text}`

const unpack = (packed: string): LogLine => {
  const [at, host = '', service = '', pid, ...text] = packed.split('\t')
  return {
    at: Number(at),
    host,
    service,
    pid: pid ? Number(pid) : null,
    text: text.join('\t'),
  }
}

/** The lines of a block as stored; a search looks into this text before any line is taken apart. */
export const unpackText = (data: Uint8Array): string => zstdDecompressSync(data).toString()
export const unpackLines = (text: string): LogLine[] => text.split('\n').map(unpack)

/** A service's place among 31 bits: what a block surely has not is skipped unread. */
export const serviceBit = (id: number): number => 1 << (id % 31)

/** Gathers lines into blocks. The last one is stored unfilled, and again with each commit until it is full. */
export class BlockWriter {
  private readonly db: DatabaseSync
  private readonly services = new Map<string, number>()
  private first: number
  private lines: LogLine[] = []
  private dirty = false

  /** @param next number of the next line */
  constructor(db: DatabaseSync, next: number) {
    this.db = db
    for (const row of db.prepare('select id, name from service').all()) {
      this.services.set(String(row.name), Number(row.id))
    }
    this.first = next
    const last = db.prepare('select first, data from block order by first desc limit 1').get()
    if (last?.data instanceof Uint8Array) {
      const lines = unpackLines(unpackText(last.data))
      if (lines.length < BLOCK_LINES) {
        this.first = Number(last.first)
        this.lines = lines
      }
    }
  }

  /** @returns the line's number */
  add(line: LogLine): number {
    const number = this.first + this.lines.length
    this.lines.push(line)
    this.dirty = true
    if (!this.services.has(line.service)) this.newService(line.service)
    if (this.lines.length >= BLOCK_LINES) {
      this.store()
      this.first += this.lines.length
      this.lines = []
      this.dirty = false
    }
    return number
  }

  /** Stores what is not stored yet; within the transaction of the commit. */
  flush(): void {
    if (this.dirty && this.lines.length > 0) this.store()
    this.dirty = false
  }

  private newService(name: string): void {
    const id = this.services.size + 1
    this.services.set(name, id)
    this.db.prepare('insert into service (id, name) values (?, ?)').run(id, name)
  }

  private store(): void {
    let level = 0
    let services = 0
    let from = Number.MAX_SAFE_INTEGER
    let to = 0
    for (const line of this.lines) {
      level = Math.max(level, levelOf(line))
      services |= serviceBit(this.services.get(line.service) ?? 0)
      from = Math.min(from, line.at)
      to = Math.max(to, line.at)
    }
    const data = zstdCompressSync(this.lines.map(pack).join('\n'))
    this.db
      .prepare('insert or replace into block values (?, ?, ?, ?, ?, ?, ?)')
      .run(this.first, this.lines.length, from, to, level, services, data)
  }
}
