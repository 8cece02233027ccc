import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { QueueItem } from '@mc/shared/contract'
import { ops } from '@mc/shared/ops'
import { QUEUE } from '@mc/shared/rules'
import { Compile } from 'typebox/compile'
import { causeOf } from '../../lib/queue-reasons/index.ts'
import type { Change, ViewAsk, ViewFilter, ViewPage, ViewSet } from './messages.ts'
import { itemOf, keyOf, orderOf, whereOf } from './query.ts'

const line = Compile(ops['queue.list'].output)

/**
 * A file without a name (SQLite's temporary database): what does not fit into its cache goes to the disk, nothing is
 * left behind, and nothing of it has to survive. What is sorted and counted, and what is searched, is narrow and
 * apart from the rest, so that 20,000 rows of it are looked through in a few milliseconds without any index.
 */
const openTemporary = (): DatabaseSync => {
  const db = new DatabaseSync('')
  db.exec(`PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4000;
    create table items (
      n integer primary key, queue_id text not null, queue text not null, sender_key text not null,
      arrived_at integer not null, size_bytes integer not null, cause text);
    create table words (
      n integer primary key, addresses text not null, domains text not null, reasons text not null);
    create table texts (
      n integer primary key, sender text not null, forced_expire integer not null, recipients_total integer not null,
      recipients text not null)`)
  return db
}

const INSERT_ITEM =
  'insert into items (n, queue_id, queue, sender_key, arrived_at, size_bytes, cause) values (?, ?, ?, ?, ?, ?, ?)'
const INSERT_WORDS = 'insert into words (n, addresses, domains, reasons) values (?, ?, ?, ?)'
const INSERT_TEXTS =
  'insert into texts (n, sender, forced_expire, recipients_total, recipients) values (?, ?, ?, ?, ?)'

/** Statements and sums that a snapshot remembers. */
const KEPT = 100

/** Each distinct text on a line of its own, lower case: what `instr` can look into. */
const lines = (texts: readonly string[]): string =>
  `\n${[...new Set(texts.map((text) => text.toLowerCase()))].join('\n')}\n`

const sumOf = (causes: ViewPage['causes']): number =>
  causes.reduce((sum, { count }) => sum + count, 0)

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

/** The queue as it was at one time, on a thread where reading it holds up nobody. */
export class Snapshot {
  private readonly db = openTemporary()
  private readonly insertItem: StatementSync
  private readonly insertWords: StatementSync
  private readonly insertTexts: StatementSync
  private readonly statements = new Map<string, StatementSync>()
  /** Sums by filter: leafing through what was found counts it once. */
  private readonly sums = new Map<string, ViewPage['causes']>()
  private rest = ''
  private count = 0

  constructor() {
    this.db.exec('begin')
    this.insertItem = this.db.prepare(INSERT_ITEM)
    this.insertWords = this.db.prepare(INSERT_WORDS)
    this.insertTexts = this.db.prepare(INSERT_TEXTS)
  }

  /** Takes the next piece of the list; a line may be cut at its end. */
  add(text: string): void {
    const parts = (this.rest + text).split('\n')
    this.rest = parts.pop() ?? ''
    for (const part of parts) this.addLine(part)
  }

  finish(): void {
    if (this.rest !== '') throw new Error('The list of the queue ended within a line')
    this.db.exec('commit')
  }

  page(ask: ViewAsk): ViewPage {
    const { where, values } = whereOf(ask)
    const order = orderOf(ask)
    const sql = `select * from items join texts using (n)
      where n in (select n from items ${where} order by ${order} limit ? offset ?) order by ${order}`
    const rows = this.prepare(sql).all(...values, ask.limit, ask.offset)
    const causes = this.causes(ask)
    return {
      data: rows.map(itemOf),
      total: sumOf(causes.filter(({ cause }) => ask.cause === undefined || cause === ask.cause)),
      view_total: sumOf(this.causes({})),
      causes: causes.filter(({ cause }) => cause !== ''),
    }
  }

  /** All messages that match, oldest first. */
  set(filter: ViewFilter, sample: number): ViewSet {
    const { where, values } = whereOf(filter)
    const found = this.prepare(`select queue_id from items ${where} order by arrived_at, queue_id`)
    const ids = found.all(...values).map((row) => String(row.queue_id))
    const { data } = this.page({
      ...filter,
      sort: 'arrived_at',
      dir: 'asc',
      limit: sample,
      offset: 0,
    })
    return { ids, sample: data }
  }

  change(ids: readonly string[], change: Change): void {
    this.sums.clear()
    const list = JSON.stringify(ids)
    const these = 'queue_id in (select value from json_each(?))'
    if (change === 'gone') this.prepare(`delete from items where ${these}`).run(list)
    else this.prepare(`update items set queue = ? where ${these}`).run(change, list)
  }

  close(): void {
    this.statements.clear()
    this.db.close()
  }

  private addLine(text: string): void {
    const row: unknown = JSON.parse(text)
    if (!line.Check(row)) throw new Error('The list of the queue has another form')
    const { recipients } = row
    const shown: QueueItem['recipients'] = recipients
      .slice(0, QUEUE.rowRecipients)
      .map(({ address, delay_reason }) => ({ address, reason: delay_reason ?? null }))
    const reasons = [...new Set(recipients.flatMap(({ delay_reason }) => delay_reason ?? []))]
    const addresses = recipients.map(({ address }) => address)
    this.count += 1
    this.insertItem.run(
      this.count,
      row.queue_id,
      row.queue_name,
      row.sender.toLowerCase(),
      row.arrival_time,
      row.message_size,
      reasons[0] === undefined ? null : causeOf(reasons[0]),
    )
    this.insertTexts.run(
      this.count,
      row.sender,
      row.forced_expire ? 1 : 0,
      recipients.length,
      JSON.stringify(shown),
    )
    this.insertWords.run(
      this.count,
      lines([row.queue_id, row.sender, ...addresses]),
      lines(addresses.map(domainOf)),
      lines(reasons),
    )
  }

  private causes(filter: ViewFilter): ViewPage['causes'] {
    const without = { ...filter, cause: undefined }
    const key = keyOf(without)
    const known = this.sums.get(key)
    if (known) return known
    const { where, values } = whereOf(without)
    const sql = `select coalesce(cause, '') cause, count(*) count from items ${where} group by 1 order by 2 desc, 1`
    const found = this.prepare(sql)
      .all(...values)
      .map(({ cause, count }) => ({ cause: String(cause), count: Number(count) }))
    // What depends on the age changes with the time.
    if (filter.older_than !== undefined) return found
    if (this.sums.size >= KEPT) this.sums.clear()
    this.sums.set(key, found)
    return found
  }

  private prepare(sql: string): StatementSync {
    const known = this.statements.get(sql)
    if (known) return known
    const made = this.db.prepare(sql)
    if (this.statements.size >= KEPT) this.statements.clear()
    this.statements.set(sql, made)
    return made
  }
}
