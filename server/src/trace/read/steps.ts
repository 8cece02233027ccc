import type { TraceStep } from '@mc/shared/contract'
import { type Fact, factOf } from '../parse/index.ts'
import { type LogLine, queueIdOf, textOf } from '../parse/line.ts'
import { remoteName } from './summary.ts'

type Step = Pick<TraceStep, 'stage' | 'text'>
type Of<K extends Fact['kind']> = Extract<Fact, { kind: K }>

const step = (stage: TraceStep['stage'], text: string): Step => ({ stage, text })

const attempt = ({ recipient, relay, status, reply, local }: Of<'attempt'>): Step => {
  const where = relay === null || local ? '' : ` ${remoteName(relay)}`
  switch (status) {
    case 'sent':
      return local
        ? step('delivered', `Handed to ${recipient}'s mailbox.`)
        : step('delivered', `Accepted by${where || ' the next server'} for ${recipient}: ${reply}`)
    case 'deferred':
      return step('deferred', `Not yet delivered to ${recipient}, will be tried again: ${reply}`)
    case 'discarded':
      return step('discarded', `Discarded for ${recipient}: ${reply}`)
    case 'bounced':
    case 'expired':
      return step('bounced', `Could not be delivered to ${recipient}: ${reply}`)
    default:
      return step('attempt', `${recipient}: ${status} (${reply})`)
  }
}

const storedWords: Readonly<Record<Of<'stored'>['what'], (where: string) => Step>> = {
  stored: (folder) => step('delivered', `Stored in the folder ${folder}.`),
  forwarded: (address) => step('delivered', `The mailbox's filter forwarded it to ${address}.`),
  discarded: () => step('discarded', "The mailbox's filter marked it to be discarded."),
  refused: () => step('rejected', "The mailbox's filter sent it back to the sender."),
  failed: (reason) => step('deferred', `The mailbox did not take it: ${reason}`),
}

const handledWords: Readonly<Record<Of<'handled'>['what'], Step>> = {
  held: step('held', 'Put on hold by an administrator.'),
  released: step('queued', 'Released from hold by an administrator.'),
  requeued: step('queued', 'Put back at the beginning of the queue; it gets a new queue id.'),
}

const reject = ({ what, client, reason, recipient }: Of<'reject'>): Step =>
  step(
    what === 'discard' ? 'discarded' : 'rejected',
    `${what === 'discard' ? 'Discarded' : 'Refused'}${client === null ? '' : ` from ${client}`}${recipient === null ? '' : ` for ${recipient}`}: ${reason}`,
  )

const dkimWords: readonly (readonly [RegExp, string])[] = [
  [/DKIM-Signature field added \(s=(\S+), d=(\S+?)\)/, 'Signed with DKIM for $2, selector $1.'],
  [/DKIM verification successful/, "The sender's DKIM signature holds."],
  [/no signature data/, 'It carries no DKIM signature.'],
  [/bad signature data/, "The sender's DKIM signature does not hold."],
  [/key retrieval failed/, "The key of the sender's DKIM signature could not be fetched."],
]

/** A line that is about the message and says nothing that the index needs. */
const plain = (line: LogLine): Step => {
  const queueId = queueIdOf(line)
  const text = queueId === null ? line.text : line.text.slice(queueId.length + 2)
  if (line.service === 'opendkim') {
    const found = dkimWords.find(([pattern]) => pattern.test(text))
    const words = found?.[0].exec(text)?.[0].replace(found[0], found[1])
    return step('checked', words ?? text)
  }
  return step(/said: 4|lost connection|refused/.test(text) ? 'attempt' : 'notice', text)
}

const wordsOf = (fact: Fact, line: LogLine): Step => {
  switch (fact.kind) {
    case 'connect':
      return step('connect', `${fact.client} connected.`)
    case 'disconnect':
      return step('connect', 'The connection ended.')
    case 'tls':
      return step('connect', `Encrypted: ${/: (TLS\S+)/.exec(line.text)?.[1] ?? 'TLS'}.`)
    case 'client':
      return step(
        'accepted',
        fact.login === null
          ? `Accepted from ${fact.client}.`
          : `Accepted from ${fact.client}, signed in as ${fact.login}.`,
      )
    case 'pickup':
      return step(
        'accepted',
        fact.before === null
          ? `Written on this machine by ${fact.sender || 'the mail system'}.`
          : `Back in the queue as ${fact.queueId}, before ${fact.before}.`,
      )
    case 'message-id':
      return step('accepted', `Message-ID ${fact.messageId || '(none)'}.`)
    case 'queued':
      return step(
        'queued',
        `In the queue, ${fact.size} bytes, from ${fact.sender || 'the mail system'}.`,
      )
    case 'attempt':
      return attempt(fact)
    case 'reject':
      return reject(fact)
    case 'expired':
      return step('bounced', 'Waited as long as mail may, and is sent back.')
    case 'removed':
      return fact.byHand
        ? step('removed', 'Deleted from the queue by an administrator.')
        : step('removed', 'Done; it left the queue.')
    case 'deleted':
      return step('removed', 'An administrator deleted everything in the queue.')
    case 'handled':
      return handledWords[fact.what]
    case 'notice':
      return fact.what === 'bounce'
        ? step('notice', `The sender is told that it failed, in message ${fact.other}.`)
        : step('notice', `The sender is told that it waits, in message ${fact.other}.`)
    case 'checked':
      return step('checked', `${fact.spam ? 'Spam' : 'Not spam'}, score ${fact.score}.`)
    case 'stored':
      return storedWords[fact.what](fact.where)
    case 'about':
      return plain(line)
  }
}

/** OpenDKIM says of every message why it might have signed it and did not. */
export const isTelling = ({ service, text }: LogLine): boolean =>
  service !== 'opendkim' || !/: (?:no macros match|.* not internal|not authenticated)$/.test(text)

/** A line of the log as a step of a message's way. */
export const stepOf = (line: LogLine): TraceStep => {
  const fact = factOf(line)
  return {
    at: new Date(line.at).toISOString(),
    ...(fact ? wordsOf(fact, line) : plain(line)),
    service: line.service,
    line: textOf(line),
  }
}
