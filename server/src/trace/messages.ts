import { createHash } from 'node:crypto'
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite'
import { Terms } from './terms.ts'
import { type Delivery, type Message, MOST_LINES, type Status } from './types.ts'

/** Messages kept in memory behind a commit: those that the next lines are likely to speak of. */
const KEPT = 4000

/** A Message-ID as a number that an index can hold in order; 48 bits. */
export const messageHash = (messageId: string): number =>
  createHash('sha1').update(messageId).digest().readUIntBE(0, 6)

const deltas = (lines: readonly number[]): string =>
  lines.map((line, index) => (line - (lines[index - 1] ?? 0)).toString(36)).join(' ')

/** Numbers of lines as stored: differences in base 36. */
export const undelta = (text: string): number[] => {
  let last = 0
  return text === ''
    ? []
    : text.split(' ').map((part) => {
        last += Number.parseInt(part, 36)
        return last
      })
}

type Row = Record<string, SQLOutputValue>
const textOr = (value: SQLOutputValue | undefined): string | null =>
  typeof value === 'string' ? value : null
const numberOr = (value: SQLOutputValue | undefined): number | null =>
  typeof value === 'number' ? value : null

const toDelivery = (row: Row): Delivery => ({
  id: Number(row.id),
  message: Number(row.message),
  recipient: textOr(row.recipient),
  original: textOr(row.original),
  // Only this file writes the column.
  status: String(row.status) as Status,
  code: textOr(row.code),
  reason: textOr(row.reason),
  relay: textOr(row.relay),
  folder: textOr(row.folder),
  filter: textOr(row.filter),
  firstAt: Number(row.first_at),
  lastAt: Number(row.last_at),
})

const toMessage = (row: Row, deliveries: Delivery[]): Message => ({
  id: Number(row.id),
  queueId: textOr(row.queue_id),
  messageId: textOr(row.message_id),
  sender: textOr(row.sender),
  client: textOr(row.client),
  login: textOr(row.login),
  size: numberOr(row.size_bytes),
  firstAt: Number(row.first_at),
  lastAt: Number(row.last_at),
  ended: row.ended === 1,
  lines: undelta(String(row.lines)),
  related: JSON.parse(String(row.related)) as Message['related'],
  deliveries,
})

const maxId = (db: DatabaseSync, table: 'message' | 'delivery'): number =>
  Number(db.prepare(`select max(id) as id from ${table}`).get()?.id ?? 0)

/**
 * Messages and deliveries as the log makes them: changed in memory, written with the commit. What is in memory is only
 * what the file holds, so that an end at any moment loses nothing.
 */
export class Messages {
  private readonly db: DatabaseSync
  private readonly terms: Terms
  private readonly kept = new Map<number, Message>()
  private readonly byQueueId = new Map<string, number>()
  /** True: not in the file yet. */
  private readonly changed = new Map<Message | Delivery, boolean>()
  private readonly statements: Readonly<Record<string, StatementSync>>
  private lastMessage: number
  private lastDelivery: number

  constructor(db: DatabaseSync) {
    this.db = db
    this.terms = new Terms(db)
    this.lastMessage = maxId(db, 'message')
    this.lastDelivery = maxId(db, 'delivery')
    const bind = (count: number): string => Array(count).fill('?').join(', ')
    this.statements = {
      queue: db.prepare('insert or ignore into queue values (?, ?)'),
      message: db.prepare(`insert into message values (${bind(13)})`),
      messageAgain: db.prepare(
        `update message set queue_id = ?, message_id = ?, hash = ?, sender = ?, client = ?, login = ?, size_bytes = ?,
          last_at = ?, ended = ?, lines = ?, related = ? where id = ?`,
      ),
      delivery: db.prepare(`insert into delivery values (${bind(12)})`),
      deliveryAgain: db.prepare(
        `update delivery set recipient = ?, original = ?, status = ?, code = ?, reason = ?, relay = ?, folder = ?,
          filter = ?, last_at = ? where id = ?`,
      ),
    }
  }

  /** A message that begins. @param queueId null for one refused before it had an id */
  begin(queueId: string | null, at: number): Message {
    this.lastMessage += 1
    const message: Message = {
      id: this.lastMessage,
      queueId: null,
      messageId: null,
      sender: null,
      client: null,
      login: null,
      size: null,
      firstAt: at,
      lastAt: at,
      ended: false,
      lines: [],
      related: [],
      deliveries: [],
    }
    this.kept.set(message.id, message)
    this.changed.set(message, true)
    if (queueId !== null) this.rename(message, queueId)
    return message
  }

  /** From now on the queue id means this message. */
  rename(message: Message, queueId: string): void {
    message.queueId = queueId
    this.byQueueId.set(queueId, message.id)
    this.statements.queue?.run(queueId, message.id)
    this.touch(message)
  }

  get(id: number): Message | undefined {
    const kept = this.kept.get(id)
    if (kept) return kept
    const row = this.db.prepare('select * from message where id = ?').get(id)
    if (!row) return undefined
    const deliveries = this.db
      .prepare('select * from delivery where message = ? order by id')
      .all(id)
      .map(toDelivery)
    const message = toMessage(row, deliveries)
    this.kept.set(id, message)
    return message
  }

  /** The latest message of a queue id: short ids are used again. */
  byQueue(queueId: string): Message | undefined {
    const known = this.byQueueId.get(queueId)
    if (known !== undefined) return this.get(known)
    const row = this.db
      .prepare('select max(message) as id from queue where queue_id = ?')
      .get(queueId)
    if (typeof row?.id !== 'number') return undefined
    this.byQueueId.set(queueId, row.id)
    return this.get(row.id)
  }

  /** Every message that has not left the queue, in the order of their beginning. */
  open(): Message[] {
    const stored = this.db.prepare('select id from message where ended = 0').all()
    const ids = new Set([...stored.map(({ id }) => Number(id)), ...this.kept.keys()])
    return [...ids]
      .sort((a, b) => a - b)
      .flatMap((id) => this.get(id) ?? [])
      .filter(({ ended }) => !ended)
  }

  touch(one: Message | Delivery): void {
    if (!this.changed.has(one)) this.changed.set(one, false)
  }

  /** A line speaks of the message. */
  line(message: Message, number: number, at: number): void {
    if (message.lines.length >= MOST_LINES) message.lines.splice(MOST_LINES / 2, 1)
    message.lines.push(number)
    if (at > message.lastAt) message.lastAt = at
    this.touch(message)
  }

  setSender(message: Message, sender: string): void {
    if (message.sender === sender) return
    message.sender = sender
    this.touch(message)
    this.foundBy(message, sender)
  }

  setClient(message: Message, client: string): void {
    message.client = client
    this.touch(message)
    this.foundBy(message, client)
  }

  private foundBy({ deliveries }: Message, text: string): void {
    for (const one of deliveries) {
      this.terms.add(text, one.firstAt, one.id)
      this.touch(one)
    }
  }

  /**
   * The delivery to a recipient, made when it is new. The one that waits without a name is the first recipient's.
   * @param recipient null: the log has named nobody
   */
  delivery(message: Message, recipient: string | null, original: string | null): Delivery {
    const key = recipient?.toLowerCase()
    const found =
      message.deliveries.find((one) => one.recipient?.toLowerCase() === key) ??
      message.deliveries.find((one) => one.recipient === null)
    const one = found ?? this.beginDelivery(message)
    if (recipient !== null && one.recipient === null) {
      one.recipient = recipient
      this.terms.add(recipient, one.firstAt, one.id)
    }
    if (original !== null && one.original === null) {
      one.original = original
      this.terms.add(original, one.firstAt, one.id)
    }
    this.touch(one)
    return one
  }

  private beginDelivery(message: Message): Delivery {
    this.lastDelivery += 1
    const one: Delivery = {
      id: this.lastDelivery,
      message: message.id,
      recipient: null,
      original: null,
      status: 'queued',
      code: null,
      reason: null,
      relay: null,
      folder: null,
      filter: null,
      firstAt: message.firstAt,
      lastAt: message.lastAt,
    }
    message.deliveries.push(one)
    this.changed.set(one, true)
    this.terms.add(message.sender, one.firstAt, one.id)
    this.terms.add(message.client, one.firstAt, one.id)
    return one
  }

  /** Writes what changed; within the transaction of the commit. */
  flush(): void {
    for (const [one, fresh] of this.changed) {
      if ('deliveries' in one) this.writeMessage(one, fresh)
      else this.writeDelivery(one, fresh)
    }
    this.changed.clear()
    this.terms.flush()
    if (this.kept.size <= KEPT) return
    let excess = this.kept.size - KEPT
    for (const [id, { queueId }] of this.kept) {
      if (excess-- <= 0) break
      this.kept.delete(id)
      if (queueId !== null) this.byQueueId.delete(queueId)
    }
    if (this.byQueueId.size > 2 * KEPT) this.byQueueId.clear()
  }

  /** Nothing kept is surely in the file any more. Between commits only. */
  letGo(): void {
    this.kept.clear()
    this.byQueueId.clear()
    this.terms.letGo()
  }

  private writeMessage(one: Message, fresh: boolean): void {
    const { id, queueId, messageId, sender, client, login, size, firstAt, lastAt, ended } = one
    const hash = messageId === null ? null : messageHash(messageId)
    const lines = deltas(one.lines)
    const related = JSON.stringify(one.related)
    const head = [queueId, messageId, hash, sender, client, login, size]
    const end = [lastAt, ended ? 1 : 0, lines, related]
    if (fresh) this.statements.message?.run(id, ...head, firstAt, ...end)
    else this.statements.messageAgain?.run(...head, ...end, id)
  }

  private writeDelivery(one: Delivery, fresh: boolean): void {
    const { id, message, recipient, original, status, code, reason, relay, folder, filter } = one
    const middle = [recipient, original, status, code, reason, relay, folder, filter]
    const whole = this.get(message)
    for (const text of [recipient, original, whole?.sender, whole?.client]) {
      this.terms.mark(text ?? null, status)
    }
    if (fresh) this.statements.delivery?.run(id, message, ...middle, one.firstAt, one.lastAt)
    else this.statements.deliveryAgain?.run(...middle, one.lastAt, id)
  }
}
