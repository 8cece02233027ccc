import { answerOf, statusOf } from './answer.ts'
import type { Messages } from './messages.ts'
import type { OpenEnd, OpenEnds } from './open-ends.ts'
import type { Fact } from './parse/index.ts'
import type { LogLine } from './parse/line.ts'
import { BY_HAND, type Delivery, type Message, type Status } from './types.ts'

/** What happened in one minute. */
export interface Flow {
  received: number
  delivered: number
  rejected: number
  deferred: number
}

interface Parts {
  readonly messages: Messages
  readonly ends: OpenEnds
  /** Counts of a line's minute. */
  readonly flow: (at: number) => Flow
}

type Of<K extends Fact['kind']> = Extract<Fact, { kind: K }>

/** The line that a fact stands in. */
interface Here {
  readonly number: number
  readonly line: LogLine
}

const final = (status: Status): boolean => status !== 'queued' && status !== 'deferred'

/** Puts the facts of single lines together to messages and deliveries. */
export class Join {
  private readonly messages: Messages
  private readonly ends: OpenEnds
  private readonly flow: Parts['flow']

  constructor(parts: Parts) {
    this.messages = parts.messages
    this.ends = parts.ends
    this.flow = parts.flow
  }

  take(fact: Fact, here: Here): void {
    switch (fact.kind) {
      case 'connect':
      case 'tls':
      case 'disconnect':
        this.session(fact, here)
        return
      case 'client':
        this.client(fact, here)
        return
      case 'pickup':
        this.pickup(fact, here)
        return
      case 'reject':
        this.reject(fact, here)
        return
      case 'attempt':
        this.attempt(fact, here)
        return
      case 'stored':
        this.stored(fact, here)
        return
      case 'checked':
        this.checked(fact, here)
        return
      case 'deleted':
        this.deleted(fact, here)
        return
      default:
        this.ofMessage(fact, here)
    }
  }

  private sessionKey({ line }: Here): string {
    return `s ${line.service} ${line.pid}`
  }

  private session(fact: Of<'connect' | 'tls' | 'disconnect'>, here: Here): void {
    const key = this.sessionKey(here)
    if (fact.kind !== 'tls') this.ends.close(key)
    if (fact.kind === 'disconnect') return
    const end = this.ends.open(key, here.number)
    end.lines.push(here.number)
    if (fact.kind === 'connect') end.client = fact.client
  }

  /** The message of a queue id; one whose beginning the log does not have begins here. */
  private message(queueId: string, here: Here): Message {
    const message = this.messages.byQueue(queueId) ?? this.messages.begin(queueId, here.line.at)
    this.messages.line(message, here.number, here.line.at)
    return message
  }

  /** A new message, unless its first lines came in another order than they were written. */
  private fresh(queueId: string, here: Here): Message {
    const found = this.messages.byQueue(queueId)
    const early = found && !found.ended && found.client === null && found.deliveries.length === 0
    return early && here.number - (found.lines[0] ?? 0) < 200
      ? found
      : this.messages.begin(queueId, here.line.at)
  }

  private client(fact: Of<'client'>, here: Here): void {
    const message = this.fresh(fact.queueId, here)
    const session = this.ends.get(this.sessionKey(here), here.number)
    for (const number of session?.lines ?? []) this.messages.line(message, number, here.line.at)
    this.messages.line(message, here.number, here.line.at)
    this.messages.setClient(message, fact.client)
    message.login = fact.login
    this.flow(here.line.at).received += 1
  }

  private pickup(fact: Of<'pickup'>, here: Here): void {
    const before = fact.before === null ? undefined : this.messages.byQueue(fact.before)
    const message = before ?? this.fresh(fact.queueId, here)
    this.messages.line(message, here.number, here.line.at)
    if (before) {
      if (before.queueId) before.related.push({ queue_id: before.queueId, kind: 'requeued' })
      before.ended = false
      this.messages.rename(before, fact.queueId)
    } else this.flow(here.line.at).received += 1
    this.messages.setSender(message, fact.sender)
  }

  private reject(fact: Of<'reject'>, here: Here): void {
    const { at } = here.line
    const message =
      fact.queueId === null ? this.messages.begin(null, at) : this.message(fact.queueId, here)
    if (fact.queueId === null) {
      const session = this.ends.get(this.sessionKey(here), here.number)
      for (const number of session?.lines ?? []) this.messages.line(message, number, at)
      this.messages.line(message, here.number, at)
      message.ended = true
    }
    if (fact.client !== null && message.client === null) {
      this.messages.setClient(message, fact.client)
    }
    if (fact.sender !== null) this.messages.setSender(message, fact.sender)
    const named = this.messages.delivery(message, fact.recipient, null)
    for (const one of fact.whole ? message.deliveries : [named]) {
      this.settle(one, at, fact.what === 'discard' ? 'discarded' : 'rejected')
      one.reason = fact.reason
      one.code = fact.code
    }
    if (fact.whole) message.ended = true
    if (fact.what === 'reject') this.flow(at).rejected += 1
  }

  private settle(one: Delivery, at: number, status: Status): void {
    one.status = status
    if (at > one.lastAt) one.lastAt = at
    this.messages.touch(one)
  }

  private attempt(fact: Of<'attempt'>, here: Here): void {
    const { at } = here.line
    const status = statusOf(fact)
    const message = this.message(fact.queueId, here)
    // Probes of addresses (deliverable, undeliverable) carry no mail.
    if (status === undefined) return
    const one = this.messages.delivery(message, fact.recipient, fact.original)
    this.settle(one, at, status)
    Object.assign(one, answerOf(fact), { code: fact.code, folder: null, filter: null })
    const flow = this.flow(at)
    if (status === 'deferred') flow.deferred += 1
    if (status === 'sent' || status === 'delivered') flow.delivered += 1
    if (fact.session === null) return
    const end = this.ends.open(`l ${fact.session}`, here.number)
    end.delivery = { message: message.id, id: one.id }
    this.meet(end)
  }

  /** Dovecot's lines of a session; Postfix's line may come before them or after. */
  private stored(fact: Of<'stored'>, here: Here): void {
    const end = this.ends.open(`l ${fact.session}`, here.number)
    end.lines.push(here.number)
    end.acts = [...(end.acts ?? []), { what: fact.what, where: fact.where }]
    this.meet(end)
  }

  private meet(end: OpenEnd): void {
    if (!end.delivery || !end.acts) return
    const message = this.messages.get(end.delivery.message)
    const one = message?.deliveries.find(({ id }) => id === end.delivery?.id)
    if (!message || !one) return
    for (const number of end.lines.splice(0)) this.messages.line(message, number, message.lastAt)
    for (const { what, where } of end.acts.splice(0)) {
      if (what === 'stored') one.folder = where
      if (what === 'forwarded') one.filter = `forwarded ${where}`
      if (what === 'refused') one.filter = 'refused'
      if (what === 'discarded') one.status = 'discarded'
    }
    if (one.folder !== null && one.status === 'discarded') one.status = 'delivered'
    this.messages.touch(one)
  }

  /** The spam filter's verdict goes to the first message of that Message-ID that has none. */
  private checked(fact: Of<'checked'>, here: Here): void {
    const id = this.ends.get(`m ${fact.messageId}`, here.number)?.messages?.[0]
    const message = id === undefined ? undefined : this.messages.get(id)
    if (!message) return
    this.ends.open(`m ${fact.messageId}`, here.number).messages?.shift()
    this.messages.line(message, here.number, here.line.at)
  }

  private ofMessage(
    fact: Of<'message-id' | 'queued' | 'expired' | 'removed' | 'handled' | 'notice' | 'about'>,
    here: Here,
  ): void {
    // The signer's lines may come after the message has left; nobody else's begin one without an address.
    if (fact.kind === 'about' && !this.messages.byQueue(fact.queueId)) return
    const known = this.messages.byQueue(fact.queueId)
    // Bounces begin with their Message-ID; a short queue id may have been another message's before.
    const again = fact.kind === 'message-id' && known?.ended === true
    const message = again
      ? this.messages.begin(fact.queueId, here.line.at)
      : this.message(fact.queueId, here)
    if (again) this.messages.line(message, here.number, here.line.at)
    if (fact.kind === 'message-id') this.messageId(message, fact.messageId, here)
    else if (fact.kind === 'queued') this.queued(message, fact)
    else if (fact.kind === 'notice') this.notice(message, fact)
    else if (fact.kind === 'expired') this.close(message, here.line.at, 'bounced', null)
    else if (fact.kind === 'removed') this.removed(message, fact, here)
  }

  private messageId(message: Message, messageId: string, here: Here): void {
    // A requeued message is given the same one again.
    if (message.messageId === messageId) return
    message.messageId = messageId
    this.messages.touch(message)
    const end = this.ends.open(`m ${messageId}`, here.number)
    end.messages = [...(end.messages ?? []), message.id]
  }

  private queued(message: Message, { sender, size }: Of<'queued'>): void {
    this.messages.setSender(message, sender)
    message.size = size
    this.messages.touch(message)
    if (message.deliveries.length === 0) this.messages.delivery(message, null, null)
  }

  private notice(message: Message, { what, other }: Of<'notice'>): void {
    message.related.push({ queue_id: other, kind: what })
    const child = this.messages.byQueue(other)
    if (!child || message.queueId === null) return
    child.related.push({ queue_id: message.queueId, kind: 'cause' })
    this.messages.touch(child)
  }

  /** Ends what was still waiting. */
  private close(message: Message, at: number, status: Status, reason: string | null): void {
    for (const one of message.deliveries) {
      if (final(one.status)) continue
      this.settle(one, at, status)
      one.reason = reason ?? one.reason
    }
  }

  private removed(message: Message, { byHand }: Of<'removed'>, here: Here): void {
    this.leave(message, here.line.at, byHand ? BY_HAND : null)
    if (byHand) this.ends.open(this.sessionKey(here), here.number).lines.push(here.number)
  }

  /**
   * `postsuper -d ALL` says how many and not which: all that were in the queue. One that was being delivered survives
   * it, and its next line says so.
   */
  private deleted({ count }: Of<'deleted'>, here: Here): void {
    const key = this.sessionKey(here)
    const named = this.ends.get(key, here.number)?.lines.length ?? 0
    this.ends.close(key)
    if (named > 0 || count === 0) return
    for (const message of this.messages.open()) {
      this.messages.line(message, here.number, here.line.at)
      this.leave(message, here.line.at, BY_HAND)
    }
  }

  private leave(message: Message, at: number, reason: string | null): void {
    message.ended = true
    this.messages.touch(message)
    this.close(message, at, 'discarded', reason)
  }
}
