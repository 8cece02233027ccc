import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
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
 * left behind, and nothing of it has to survive.
 */
const openTemporary = (): DatabaseSync => {
  const db = new DatabaseSync('')
  db.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -6000; PRAGMA page_size = 8192;
    create table items (
      n integer primary key, queue_id text not null, queue text not null, sender text not null,
      sender_key text not null, arrived_at integer not null, size_bytes integer not null,
      forced_expire integer not null, cause text, recipients_total integer not null,
      recipients text not null, reasons text not null, domains text not null, words text not null)`)
  return db
}

const INSERT = `insert into items (queue_id, queue, sender, sender_key, arrived_at, size_bytes, forced_expire, cause,
  recipients_total, recipients, reasons, domains, words) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

/** Each distinct text on a line of its own, lower case: what `instr` can look into. */
const lines = (texts: readonly string[]): string =>
  `\n${[...new Set(texts.map((text) => text.toLowerCase()))].join('\n')}\n`

const sumOf = (causes: ViewPage['causes']): number =>
  causes.reduce((sum, { count }) => sum + count, 0)

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

/** The queue as it was at one time, on a thread where reading it holds up nobody. */
export class Snapshot {
  private readonly db = openTemporary()
  private readonly insert: StatementSync
  private readonly statements = new Map<string, StatementSync>()
  private readonly indexed = new Set<string>()
  /** Sums by filter: leafing through what was found counts it once. */
  private readonly sums = new Map<string, ViewPage['causes']>()
  private rest = ''

  constructor() {
    this.db.exec('begin')
    this.insert = this.db.prepare(INSERT)
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
    this.needIndex(ask.sort)
    const sql = `select * from items where n in
      (select n from items ${where} order by ${orderOf(ask)} limit ? offset ?) order by ${orderOf(ask)}`
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
    this.insert.run(
      row.queue_id,
      row.queue_name,
      row.sender,
      row.sender.toLowerCase(),
      row.arrival_time,
      row.message_size,
      row.forced_expire ? 1 : 0,
      reasons[0] === undefined ? null : causeOf(reasons[0]),
      recipients.length,
      JSON.stringify(shown),
      lines(reasons),
      lines(addresses.map(domainOf)),
      lines([row.queue_id, row.sender, ...addresses]),
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
    if (filter.older_than === undefined) this.sums.set(key, found)
    return found
  }

  /** Made when somebody first sorts so: the first page should not wait for it. */
  private needIndex(sort: ViewAsk['sort']): void {
    if (this.indexed.has(sort)) return
    const column = sort === 'sender' ? 'sender_key' : sort
    this.db.exec(`create index items_${sort} on items (${column}, queue_id)`)
    this.indexed.add(sort)
  }

  private prepare(sql: string): {
    all(...v: SQLInputValue[]): Record<string, unknown>[]
    run(...v: SQLInputValue[]): unknown
  } {
    const known = this.statements.get(sql)
    if (known) return known
    const made = this.db.prepare(sql)
    this.statements.set(sql, made)
    return made
  }
}
