import type { OpOutput } from '@mc/shared/ops'
import type { scriptedAgent } from './scripted-agent.ts'

type Queue = NonNullable<OpOutput<'queue.message'>>['queue']

export interface Queued {
  id: string
  queue: Queue
  sender: string
  recipients: readonly { address: string; reason?: string }[]
  size: number
  /** Seconds since 1970. */
  arrived: number
}

const refused = (host: string, domain: string) =>
  `connect to ${host}[192.0.2.25]:25: Connection refused (mail for ${domain} waits)`
const reasons = [
  'host mx.slow.example[192.0.2.7] said: 450 4.2.0 <bob@slow.example>: Recipient address rejected: Greylisted, see https://postgrey.example/help (in reply to RCPT TO command)',
  refused('mx.dead.example', 'dead.example'),
  'host gmail-smtp-in.l.google.example[192.0.2.26] said: 421-4.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP address. (in reply to end of DATA command)',
  'Host or domain name not found. Name service error for name=nowhere.example type=MX: Host not found, try again',
  'host mx.full.example[192.0.2.9] said: 452 4.2.2 The email account that you tried to reach is over quota (in reply to RCPT TO command)',
] as const
const domains = ['slow.example', 'dead.example', 'gmail.example', 'nowhere.example', 'full.example']
const senders = ['jane@example.com', 'shop@example.com', 'newsletter@example.com', '']

/** So many deferred messages of some senders, to some domains, for some reasons. */
export const deferredMail = (count: number): Queued[] =>
  Array.from({ length: count }, (_, index) => {
    const domain = domains[index % domains.length] ?? ''
    const reason = reasons[index % reasons.length] ?? ''
    const recipients = Array.from({ length: index % 7 === 6 ? 4 : 1 }, (_none, at) => ({
      address: `person${index + at}@${domain}`,
      reason,
    }))
    return {
      id: `4dXk${String(index).padStart(6, '0')}zQ`,
      queue: 'deferred',
      sender: senders[index % senders.length] ?? '',
      recipients,
      size: 1800 + index * 137,
      arrived: Math.floor(Date.now() / 1000) - 300 - index * 600,
    }
  })

/**
 * A queue in the hands of a scripted agent, which does to it what Postfix would.
 * @param wait what a slow agent waits for before each act on messages
 * @param more what else this agent answers
 */
export const scriptedQueue = (
  agent: ReturnType<typeof scriptedAgent>,
  begin: readonly Queued[],
  wait: () => Promise<void> = async () => {},
  more: Parameters<typeof agent.answer>[0] = {},
) => {
  let messages = [...begin]
  const count = (queue: Queue) => messages.filter((one) => one.queue === queue).length
  const counts = () => ({
    active: count('active'),
    deferred: count('deferred'),
    hold: count('hold'),
    incoming: count('incoming'),
    maildrop: count('maildrop'),
    bounce: 0,
    corrupt: 0,
    total: messages.length,
  })
  const these = (ids: readonly string[]) => messages.filter(({ id }) => ids.includes(id))
  const move = (ids: readonly string[], queue: Queue, but: (one: Queued) => boolean) => {
    const found = these(ids)
    const idle = found.filter(but)
    const done = found.filter((one) => !but(one))
    for (const one of done) one.queue = queue
    return { done: done.map(({ id }) => id), idle: idle.map(({ id }) => id) }
  }
  const held = ({ queue }: Queued) => queue === 'hold'
  agent.say(async function* () {
    for (const { id, queue, sender, recipients, size, arrived } of messages) {
      yield `${JSON.stringify({
        queue_name: queue,
        queue_id: id,
        arrival_time: arrived,
        message_size: size,
        forced_expire: false,
        sender,
        recipients: recipients.map(({ address, reason }) => ({
          address,
          ...(reason !== undefined && { delay_reason: reason }),
        })),
      })}\n`
    }
  })
  agent.answer({
    'services.list': () => ({ services: [] }),
    'queue.counts': counts,
    'queue.act': async ({ action, ids }) => {
      await wait()
      if (action === 'hold') return move(ids, 'hold', held)
      if (action === 'release') return move(ids, 'deferred', (one) => !held(one))
      return move(ids, 'active', held)
    },
    'queue.delete': ({ ids }) => {
      const done = these(ids).map(({ id }) => id)
      messages = messages.filter(({ id }) => !done.includes(id))
      return { done, idle: [] }
    },
    'queue.flush': () => ({ deferred: count('deferred') }),
    'queue.clear': () => {
      const deleted = messages.length
      messages = []
      return { deleted }
    },
    'queue.message': ({ id }) => {
      const [found] = these([id])
      if (!found) return null
      return {
        queue: found.queue,
        sender: found.sender,
        recipients: found.recipients.map(({ address, reason = null }) => ({ address, reason })),
        size_bytes: found.size,
        arrived_ms: found.arrived * 1000,
        forced_expire: false,
        headers: [
          'Received: from mail.example.com (localhost [127.0.0.1])',
          '\tby mail.example.com (Postfix) with ESMTPSA id 4dXk',
          `From: ${found.sender || 'MAILER-DAEMON'}`,
          `To: ${found.recipients[0]?.address}`,
          'Subject: Your order',
          `Message-ID: <${id}@example.com>`,
        ].join('\n'),
        headers_truncated: false,
        next_retry_ms: Date.now() + 900_000,
      }
    },
    'queue.body': ({ id }) =>
      these([id]).length > 0 ? { body: `The secret words of ${id}.\n`, truncated: false } : null,
    ...more,
  })
  return {
    counts,
    /** Mail that arrives while somebody looks. */
    arrive: (more: readonly Queued[]) => {
      messages = [...messages, ...more]
    },
  }
}
