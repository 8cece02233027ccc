import type { TraceRow } from '@mc/shared/contract'
import { BY_HAND } from '../types.ts'

type Facts = Omit<TraceRow, 'summary'>

/** Providers by the names of their mail servers. */
const providers: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)(google|googlemail)\.com$/, 'Gmail'],
  [/\.(outlook|hotmail)\.com$/, 'Microsoft'],
  [/\.yahoodns\.net$/, 'Yahoo'],
  [/\.icloud\.com$/, 'iCloud'],
  [/(^|\.)(gmx\.net|gmx\.com)$/, 'GMX'],
  [/(^|\.)(web\.de)$/, 'WEB.DE'],
  [/\.protonmail\.ch$/, 'Proton Mail'],
  [/\.messagingengine\.com$/, 'Fastmail'],
  [/\.zoho\.(com|eu)$/, 'Zoho Mail'],
  [/\.t-online\.de$/, 'T-Online'],
]

/** The server of the other side in words: `Gmail`, or its own name, or its address. */
export const remoteName = (relay: string): string => {
  const [, host = relay, address = ''] = /^([^[]*)\[([^\]]*)\]/.exec(relay) ?? []
  const found = providers.find(([pattern]) => pattern.test(host.toLowerCase()))
  return found?.[1] ?? (host === '' || host === 'unknown' ? address : host)
}

/** The server's own words without numbers: `550 5.1.1 <x@y>: Recipient address rejected: …`. */
const bare = (reason: string): string =>
  reason
    .replace(/^[245]\d\d[ -]/, '')
    .replace(/^[245]\.\d{1,3}\.\d{1,3} /, '')
    .replace(/[\s.]+$/, '')

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const place = (folder: string): string => (folder === 'INBOX' ? 'Inbox' : `folder ${folder}`)

const delivered = ({ recipient, folder }: Facts, filter: string | null): string => {
  const whose = `${recipient ?? 'the recipient'}'s`
  const forwarded = filter?.startsWith('forwarded ') ? filter.slice(10) : undefined
  const kept = folder === null ? undefined : `${whose} ${place(folder)}`
  if (filter === 'refused')
    return `The filter of ${recipient ?? 'the mailbox'} sent it back to the sender.`
  if (forwarded !== undefined) {
    const passed = `Forwarded to ${forwarded} by ${whose} filter`
    return kept === undefined ? `${passed}.` : `${passed}, and kept in ${kept}.`
  }
  return `Delivered to ${kept ?? `${whose} mailbox`}.`
}

const deferred = ({ relay, reason }: Facts): string => {
  const words = reason === null ? '' : bare(reason)
  if (relay === null) return `Waits for another try: ${words || 'no reason given'}.`
  const name = relay.includes('[/') ? 'The mailbox' : remoteName(relay)
  if (/^connect to |^lost connection|^conversation with/.test(reason ?? '')) {
    const why = /: ([^:]*)$/.exec(reason ?? '')?.[1] ?? words
    return `${name} could not be reached: ${why.replace(/[\s.]+$/, '')}.`
  }
  return `${name} asked us to try later: ${words}.`
}

const rejected = ({ reason, client }: Facts): string => {
  const words = reason === null ? 'no reason in the log' : bare(reason)
  const later = reason !== null && /^4\d\d|^4\./.test(reason)
  const who = client ?? 'the sender'
  return later
    ? `${capital(who)} was asked to come back later: ${words}.`
    : `Refused while ${who} was connected: ${words}.`
}

const bounced = ({ relay, reason }: Facts): string => {
  const words = reason === null ? 'no reason in the log' : bare(reason)
  const remote = relay !== null && !relay.includes('[/') && !/^connect to /.test(reason ?? '')
  return remote
    ? `${remoteName(relay)} refused it, and it went back to the sender: ${words}.`
    : `It could not be delivered and went back to the sender: ${words}.`
}

/** What happened, as one sentence; the time is the page's to say, in its reader's zone. */
export const summaryOf = (facts: Facts, filter: string | null): string => {
  const { status, relay, reason } = facts
  switch (status) {
    case 'delivered':
      return delivered(facts, filter)
    case 'sent':
      return `${relay === null ? 'The next server' : remoteName(relay)} accepted it.`
    case 'deferred':
      return deferred(facts)
    case 'bounced':
      return bounced(facts)
    case 'rejected':
      return rejected(facts)
    case 'queued':
      return 'It is in the queue and has not been tried yet.'
    case 'discarded':
      return discarded(facts, reason)
  }
}

const discarded = ({ recipient, relay }: Facts, reason: string | null): string => {
  if (reason === BY_HAND) return 'Deleted from the queue by an administrator.'
  if (relay?.includes('[/')) return `Discarded by ${recipient ?? 'the recipient'}'s filter.`
  return reason === null
    ? 'It left the queue; the log does not say how.'
    : `Discarded by a rule of this server: ${bare(reason)}.`
}
