import type { Fact } from './parse/index.ts'
import type { Status } from './types.ts'

type Attempt = Extract<Fact, { kind: 'attempt' }>

const words: Readonly<Record<string, Status>> = {
  deferred: 'deferred',
  bounced: 'bounced',
  expired: 'bounced',
  discarded: 'discarded',
}

/** The remote server that an answer names, and its own words. */
const saidLine = /^host (\S+) (?:said|refused to talk to me): (.*?)(?: \(in reply to .*\))?$/
const connectLine = /^connect to (\S+?): (.*)$/
const lostLine = /^(?:lost connection with|conversation with) (\S+) (.*)$/

/** Who answered, and in which words. */
export const answerOf = ({ relay, reply }: Attempt): { relay: string | null; reason: string } => {
  const said = saidLine.exec(reply)
  if (said) return { relay: relay ?? said[1] ?? null, reason: said[2] ?? reply }
  const found = connectLine.exec(reply) ?? lostLine.exec(reply)
  return { relay: relay ?? found?.[1] ?? null, reason: reply }
}

/** Undefined for probes of addresses (deliverable, undeliverable), which carry no mail. */
export const statusOf = ({ status, local }: Attempt): Status | undefined =>
  status === 'sent' ? (local ? 'delivered' : 'sent') : words[status]
