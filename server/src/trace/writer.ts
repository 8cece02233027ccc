import type { DatabaseSync } from 'node:sqlite'
import { closeTraceWriter, openTraceWriter } from '../db/trace-file.ts'
import { BlockWriter } from './blocks.ts'
import { type Flow, Join } from './join.ts'
import { Messages } from './messages.ts'
import { OpenEnds } from './open-ends.ts'
import { factOf } from './parse/index.ts'
import { readLine } from './parse/line.ts'
import { forget } from './retention.ts'
import type { Position } from './types.ts'

const MINUTE_MS = 60_000

interface Stored {
  readonly position: Position | undefined
  /** Time of the last line. */
  readonly at: number
  readonly line: number
}

const readPosition = (db: DatabaseSync): Stored => {
  const row = db.prepare('select * from position').get()
  if (!row) return { position: undefined, at: 0, line: 0 }
  return {
    position: {
      dev: String(row.dev),
      ino: String(row.ino),
      head: String(row.head),
      offset: Number(row.offset),
    },
    at: Number(row.at),
    line: Number(row.line),
  }
}

/**
 * The index as its only writer sees it. What lines say and how far they were read is committed in one transaction, so
 * that an end at any moment neither loses nor doubles one.
 */
export class TraceWriter {
  private readonly db: DatabaseSync
  private readonly blocks: BlockWriter
  private readonly messages: Messages
  private readonly ends: OpenEnds
  private readonly join: Join
  private readonly minutes = new Map<number, Flow>()
  private at: number
  private number: number
  private reached: Position | undefined

  constructor(file: string) {
    this.db = openTraceWriter(file)
    const { position, at, line } = readPosition(this.db)
    this.reached = position
    this.at = at
    this.number = line
    this.blocks = new BlockWriter(this.db, line + 1)
    this.messages = new Messages(this.db)
    this.ends = new OpenEnds(this.db)
    this.join = new Join({
      messages: this.messages,
      ends: this.ends,
      flow: (time) => this.minute(time),
    })
  }

  /** How far the log has been read; undefined before the first line. */
  get position(): Position | undefined {
    return this.reached
  }

  /** Time of the last line, milliseconds since 1970; 0 before the first. */
  get readTo(): number {
    return this.at
  }

  /**
   * Takes lines and how far they reach in one transaction.
   * @param near for the first stamp without a year: when the file was written last
   * @throws when another process has written to the index, or the disk is full: start anew from the file
   */
  take(lines: readonly string[], position: Position, near: number): void {
    this.db.exec('BEGIN IMMEDIATE')
    try {
      if (readPosition(this.db).line !== this.number) {
        throw new Error('Another process reads the mail log into this index')
      }
      if (this.at === 0) this.at = near
      for (const raw of lines) this.line(raw)
      this.commit(position)
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK')
      throw error
    }
  }

  /** Says that somebody reads the log. @param behind bytes of it that are still to be read */
  alive(now: number, behind: number): void {
    this.db.prepare('insert or replace into health values (1, ?, ?)').run(now, behind)
  }

  /** Forgets a slice of what ended before a time. */
  forget(before: number): void {
    if (forget(this.db, before)) this.messages.letGo()
  }

  close(): void {
    closeTraceWriter(this.db)
  }

  private line(raw: string): void {
    const line = readLine(raw, this.at)
    if (!line) return
    this.at = line.at
    this.number = this.blocks.add(line)
    const fact = factOf(line)
    if (fact) this.join.take(fact, { number: this.number, line })
  }

  private minute(at: number): Flow {
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS
    let flow = this.minutes.get(minute)
    if (!flow) {
      flow = { received: 0, delivered: 0, rejected: 0, deferred: 0 }
      this.minutes.set(minute, flow)
    }
    return flow
  }

  private commit(position: Position): void {
    this.blocks.flush()
    this.messages.flush()
    this.ends.flush(this.number)
    const { dev, ino, head, offset } = position
    this.db
      .prepare('insert or replace into position values (1, ?, ?, ?, ?, ?, ?)')
      .run(dev, ino, head, offset, this.at, this.number)
    this.commitFlow()
    this.db.exec('COMMIT')
    this.reached = position
  }

  private commitFlow(): void {
    const begin = this.db.prepare('insert or ignore into flow values (?, 0, 0, 0, 0)')
    const add = this.db.prepare(
      `update flow set received = received + ?, delivered = delivered + ?, rejected = rejected + ?,
        deferred = deferred + ? where minute = ?`,
    )
    for (const [minute, { received, delivered, rejected, deferred }] of this.minutes) {
      begin.run(minute)
      add.run(received, delivered, rejected, deferred, minute)
    }
    this.minutes.clear()
  }
}
