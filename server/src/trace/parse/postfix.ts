import type { Fact } from './facts.ts'
import type { LogLine } from './line.ts'

const peer = /^\S*?\[([^\]]+)\]/
const clientLine = /^client=\S*?\[([^\]]+)\](?::\d+)?(?:.*?, sasl_username=(\S+?))?(?:,|$)/
const queuedLine = /^from=<(.*?)>, size=(\d+), nrcpt=\d+/
const attemptLine =
  /^to=<(.*?)>,(?: orig_to=<(.*?)>,)? relay=(.*?), (?:conn_use=\d+, )?delay=.*?, dsn=([\d.]+), status=([\w-]+) \((.*)\)$/
const rejectLine =
  /^(?:milter-)?(reject|discard|hold|reject_warning|warn): ([A-Z.-]+) from \S*?\[([^\]]+)\](?::\d+)?: (.*?)(?:; from=<(.*?)>)?(?: to=<(.*?)>)?(?: proto=\S+)?(?: helo=<.*>)?$/
const noticeLine = /^(?:sender|postmaster) (non-delivery|delay|delivery status) notification: (\w+)/
const pickupLine = /^uid=\d+ from=<(.*?)>(?: orig_id=(\w+))?/
const idLine = /^(?:resent-)?message-id=<?(.*?)>?$/
/** Dovecot's LMTP server ends its answer with the session that its own lines carry. */
const session = /^250 2\.0\.0 <.*?> (\S+) Saved$/
const code = /^(?:\d{3} )?([245]\.\d{1,3}\.\d{1,3}) /

const localParts = new Set(['lmtp', 'virtual', 'local', 'pipe'])

const attempt = (queueId: string, part: string, found: RegExpExecArray): Fact => {
  const [, recipient = '', original, relay = 'none', dsn = '', status = '', reply = ''] = found
  return {
    kind: 'attempt',
    queueId,
    recipient,
    original: original === undefined || original === recipient ? null : original,
    relay: relay === 'none' ? null : relay,
    code: dsn,
    status: part === 'discard' && status === 'sent' ? 'discarded' : status,
    reply,
    local: localParts.has(part),
    session: part === 'lmtp' ? (session.exec(reply)?.[1] ?? null) : null,
  }
}

const reject = (queueId: string | null, text: string): Fact | undefined => {
  const found = rejectLine.exec(text)
  if (!found || (found[1] !== 'reject' && found[1] !== 'discard')) return undefined
  const [, what, stage = '', client = null, reason = '', sender, recipient] = found
  return {
    kind: 'reject',
    queueId,
    what,
    client,
    code: code.exec(reason)?.[1] ?? null,
    reason,
    sender: sender ?? null,
    recipient: recipient ?? null,
    whole: stage !== 'RCPT' && queueId !== null,
  }
}

const smtpd = (queueId: string | null, text: string): Fact | undefined => {
  if (queueId === null) {
    if (text.startsWith('connect from ')) {
      return { kind: 'connect', client: peer.exec(text.slice(13))?.[1] ?? '' }
    }
    if (text.startsWith('disconnect from ')) return { kind: 'disconnect' }
    if (text.includes('TLS connection established from')) return { kind: 'tls' }
    return text.startsWith('NOQUEUE: ') ? reject(null, text.slice(9)) : undefined
  }
  const found = clientLine.exec(text)
  if (found) return { kind: 'client', queueId, client: found[1] ?? '', login: found[2] ?? null }
  return reject(queueId, text)
}

const qmgr = (queueId: string, text: string): Fact | undefined => {
  const found = queuedLine.exec(text)
  if (found) return { kind: 'queued', queueId, sender: found[1] ?? '', size: Number(found[2]) }
  if (text === 'removed') return { kind: 'removed', queueId, byHand: false }
  return / status=(?:force-)?expired,/.test(text) ? { kind: 'expired', queueId } : undefined
}

const cleanup = (queueId: string, text: string): Fact | undefined => {
  const found = idLine.exec(text)
  return found ? { kind: 'message-id', queueId, messageId: found[1] ?? '' } : reject(queueId, text)
}

const byHand = (queueId: string, text: string): Fact | undefined => {
  if (text === 'removed') return { kind: 'removed', queueId, byHand: true }
  if (text === 'requeued') return { kind: 'handled', queueId, what: 'requeued' }
  if (text === 'placed on hold') return { kind: 'handled', queueId, what: 'held' }
  return text === 'released from hold' ? { kind: 'handled', queueId, what: 'released' } : undefined
}

const deleted = (text: string): Fact | undefined => {
  const found = /^Deleted: (\d+) messages?$/.exec(text)
  return found ? { kind: 'deleted', count: Number(found[1]) } : undefined
}

const pickup = (queueId: string, text: string): Fact | undefined => {
  const found = pickupLine.exec(text)
  return found
    ? { kind: 'pickup', queueId, sender: found[1] ?? '', before: found[2] ?? null }
    : undefined
}

const bounce = (queueId: string, text: string): Fact | undefined => {
  const found = noticeLine.exec(text)
  if (!found) return undefined
  const what = found[1] === 'delay' ? 'delay_notice' : 'bounce'
  return { kind: 'notice', queueId, what, other: found[2] ?? '' }
}

const parts: Readonly<Record<string, (queueId: string, text: string) => Fact | undefined>> = {
  qmgr,
  cleanup,
  pickup,
  bounce,
  postsuper: byHand,
}

/** @param queueId the line's own, null for none */
export const postfixFact = (line: LogLine, queueId: string | null): Fact | undefined => {
  const part = line.service.slice(line.service.lastIndexOf('/') + 1)
  const text = queueId === null ? line.text : line.text.slice(queueId.length + 2)
  if (part === 'smtpd') return smtpd(queueId, text) ?? about(queueId)
  if (queueId === null) return part === 'postsuper' ? deleted(text) : undefined
  const found = attemptLine.exec(text)
  return (found ? attempt(queueId, part, found) : parts[part]?.(queueId, text)) ?? about(queueId)
}

const about = (queueId: string | null): Fact | undefined =>
  queueId === null ? undefined : { kind: 'about', queueId }
