import type { ReplyOf } from '@mc/shared/contract'
import type { OpInput } from '@mc/shared/ops'
import type { Test } from 'tap'
import { buildTestApp } from './app.ts'
import { scriptedAgent } from './scripted-agent.ts'

/** A message as postqueue(1) lists it with `-j`. */
export interface Message {
  queue_name: string
  queue_id: string
  arrival_time: number
  message_size: number
  forced_expire: boolean
  sender: string
  recipients: { address: string; delay_reason?: string }[]
}

/** Seconds since 1970 when the tests began. */
export const NOW = Math.floor(Date.now() / 1000)
export const refused = 'connect to mx.dead.example[192.0.2.9]:25: Connection refused'
export const grey =
  'host mx.grey.example[192.0.2.8] said: 450 4.2.0 <b@grey.example>: Recipient address rejected: Greylisted (in reply to RCPT TO command)'

/** The message of a number: its id, age and size follow from it. */
export const message = (n: number, more: Partial<Message> = {}): Message => ({
  queue_name: 'deferred',
  queue_id: `4jXb${String(n).padStart(8, '0')}`,
  arrival_time: NOW - 1000 - n,
  message_size: 1000 + n,
  forced_expire: false,
  sender: 'alice@example.org',
  recipients: [{ address: `b${n}@dead.example`, delay_reason: refused }],
  ...more,
})

/** A queue in memory behind the agent's operations: what it says is what Postfix was seen to say. */
const queueOf = (messages: Message[]) => {
  const agent = scriptedAgent()
  const at = { messages }
  const outcome = (ids: readonly string[], act: (one: Message) => boolean) => {
    const done = at.messages.filter((one) => ids.includes(one.queue_id) && act(one))
    const there = at.messages.filter((one) => ids.includes(one.queue_id) && !done.includes(one))
    return { done: done.map((one) => one.queue_id), idle: there.map((one) => one.queue_id) }
  }
  const counts = () => {
    const of = (name: string) => at.messages.filter((one) => one.queue_name === name).length
    const parts = {
      active: of('active'),
      deferred: of('deferred'),
      hold: of('hold'),
      maildrop: of('maildrop'),
      incoming: of('incoming'),
    }
    return { ...parts, bounce: 0, corrupt: 0, total: at.messages.length }
  }
  agent.answer({
    'queue.counts': counts,
    'queue.flush': () => ({ deferred: counts().deferred }),
    'queue.clear': () => {
      const deleted = at.messages.length
      at.messages = []
      return { deleted }
    },
    'queue.delete': ({ ids }) => {
      const result = outcome(ids, () => true)
      at.messages = at.messages.filter((one) => !ids.includes(one.queue_id))
      return result
    },
    'queue.act': ({ action, ids }: OpInput<'queue.act'>) =>
      outcome(ids, (one) => {
        const wanted = action === 'hold' ? one.queue_name !== 'hold' : one.queue_name === 'hold'
        if (action === 'deliver' || action === 'requeue') return one.queue_name === 'deferred'
        if (wanted) one.queue_name = action === 'hold' ? 'hold' : 'deferred'
        return wanted
      }),
    'queue.message': ({ id }) => {
      const one = at.messages.find(({ queue_id }) => queue_id === id)
      if (!one) return null
      return {
        queue: one.queue_name === 'hold' ? 'hold' : 'deferred',
        sender: one.sender,
        recipients: one.recipients.map(({ address, delay_reason }) => ({
          address,
          reason: delay_reason ?? null,
        })),
        size_bytes: one.message_size,
        arrived_ms: one.arrival_time * 1000,
        forced_expire: false,
        headers: 'Subject: Hello\n\tworld\nX-No-Value:\n',
        headers_truncated: false,
        next_retry_ms: one.arrival_time * 1000 + 60_000,
      }
    },
    'queue.body': ({ id }) =>
      at.messages.some(({ queue_id }) => queue_id === id)
        ? { body: 'Secret text\n', truncated: false }
        : null,
  })
  agent.say(async function* () {
    // Cut anywhere, as a pipe does it.
    const text = at.messages.map((one) => `${JSON.stringify(one)}\n`).join('')
    for (let from = 0; from < text.length; from += 777) yield text.slice(from, from + 777)
  })
  return { ...agent, at }
}

/** The whole panel over a queue in memory, and its administrator. */
export const queuePanel = async (t: Test, messages: Message[]) => {
  const queue = queueOf(messages)
  const panel = await buildTestApp(t, { change: queue.change })
  return { ...panel, queue, admin: await panel.as('admin') }
}

export const ids = ({ data }: ReplyOf<'GET /queue/items'>) => data.map(({ queue_id }) => queue_id)
