/** Numbers from 0 to 1, the same for the same seed everywhere: mulberry32. */
export const random = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

interface Event {
  readonly tag: string
  readonly text: string
}

const providers = ['mx.google.com', 'mx1.outlook.com', 'mta5.am0.yahoodns.net', 'mx.example.net']
const CONSONANTS = '0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxy'

export interface Kind {
  readonly seed: number
  readonly lines: number
  /** Milliseconds since 1970 of the first line and the last. */
  readonly from: number
  readonly to: number
  /** Mailboxes here, and strangers who write to them. */
  readonly mailboxes: number
  readonly strangers: number
}

const makers = (kind: Kind, next: () => number) => {
  const below = (n: number): number => Math.floor(next() * n)
  // A few mailboxes get most of the mail.
  const mailbox = (): string => {
    const n = Math.floor(next() ** 3 * kind.mailboxes)
    return `user${n}@customer${n % 50}.test`
  }
  const stranger = (): string => {
    const n = below(kind.strangers)
    return `person${n}@site${n % 5000}.example`
  }
  const address = (): string => `198.51.${below(100)}.${below(250) + 1}`
  const queueId = (n: number): string => {
    const tail = Array.from({ length: 4 }, () => CONSONANTS[below(CONSONANTS.length)]).join('')
    return `4j${n.toString(10).padStart(8, '0')}z${tail}`
  }
  return { below, mailbox, stranger, address, queueId }
}

const greeting = (pid: number, ip: string): Event => ({
  tag: `postfix/smtpd[${pid}]`,
  text: `connect from host.site.example[${ip}]`,
})

/** All that one SMTP session leaves in the log. */
const session = (number: number, make: ReturnType<typeof makers>): Event[] => {
  const { below, mailbox, stranger, address, queueId } = make
  const ip = address()
  const pid = 1000 + below(400)
  const to = mailbox()
  const bye = {
    tag: `postfix/smtpd[${pid}]`,
    text: `disconnect from host.site.example[${ip}] ehlo=1 quit=1`,
  }
  const from = stranger()
  if (below(10) < 2) {
    const text = `NOQUEUE: reject: RCPT from host.site.example[${ip}]: 550 5.1.1 <x${to}>: Recipient address rejected: User unknown; from=<${from}> to=<x${to}> proto=ESMTP helo=<host.site.example>`
    return [greeting(pid, ip), { tag: `postfix/smtpd[${pid}]`, text }, bye]
  }
  const id = queueId(number)
  const messageId = `${number}.${below(1e9)}@site.example`
  const line = (tag: string, text: string): Event => ({ tag, text: `${id}: ${text}` })
  const outgoing = below(10) < 3
  const sender = outgoing ? to : from
  const recipient = outgoing ? from : to
  const received = [
    greeting(pid, ip),
    line(`postfix/smtpd[${pid}]`, `client=host.site.example[${ip}]`),
    line('postfix/cleanup[77]', `message-id=<${messageId}>`),
    line(
      'opendkim[66]',
      outgoing ? 'DKIM-Signature field added (s=mail, d=customer.test)' : 'no signature data',
    ),
    line(
      'postfix/qmgr[55]',
      `from=<${sender}>, size=${1000 + below(100_000)}, nrcpt=1 (queue active)`,
    ),
    bye,
  ]
  if (!outgoing) {
    const lmtp = `${number.toString(36)}AAA${below(1e6)}`
    return [
      ...received,
      {
        tag: 'dovecot',
        text: `lmtp(${to})<90><${lmtp}>: sieve: msgid=<${messageId}>: stored mail into mailbox '${below(20) === 0 ? 'Junk' : 'INBOX'}'`,
      },
      line(
        'postfix/lmtp[88]',
        `to=<${recipient}>, relay=mail.test[/run/lmtp], delay=0.1, delays=0.1/0/0/0, dsn=2.0.0, status=sent (250 2.0.0 <${recipient}> ${lmtp} Saved)`,
      ),
      line('postfix/qmgr[55]', 'removed'),
    ]
  }
  const host = providers[below(providers.length)] ?? ''
  const relay = `relay=${host}[203.0.113.${below(200)}]:25, delay=1, delays=0/0/0.5/0.5`
  const deferred = line(
    'postfix/smtp[99]',
    `to=<${recipient}>, ${relay}, dsn=4.2.1, status=deferred (host ${host}[203.0.113.9] said: 450 4.2.1 The user you are trying to contact is receiving mail too quickly. (in reply to RCPT TO command))`,
  )
  const sent = line(
    'postfix/smtp[99]',
    `to=<${recipient}>, ${relay}, dsn=2.0.0, status=sent (250 2.0.0 OK ${number})`,
  )
  const tries = below(10) === 0 ? [deferred, deferred, sent] : [sent]
  return [...received, ...tries, line('postfix/qmgr[55]', 'removed')]
}

/** A mail log that never was: sessions that overlap, their lines in order of time. */
export function* mailLog(kind: Kind): Generator<string> {
  const next = random(kind.seed)
  const make = makers(kind, next)
  const step = (kind.to - kind.from) / kind.lines
  const running: Event[][] = []
  for (let line = 0, number = 0; line < kind.lines; line += 1) {
    while (running.length < 6) {
      number += 1
      running.push(session(number, make))
    }
    const which = make.below(running.length)
    const event = running[which]?.shift()
    if (running[which]?.length === 0) running.splice(which, 1)
    if (!event) continue
    const at = new Date(kind.from + line * step).toISOString().replace('Z', '000+00:00')
    yield `${at} mail ${event.tag}: ${event.text}`
  }
}
