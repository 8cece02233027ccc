import type { Fact } from './facts.ts'
import { type LogLine, queueIdOf } from './line.ts'
import { dovecotFact, spamdFact } from './others.ts'
import { postfixFact } from './postfix.ts'

export type { Fact } from './facts.ts'

/** What a line says about mail; undefined for all the rest of the log. */
export const factOf = (line: LogLine): Fact | undefined => {
  const { service } = line
  if (service.startsWith('postfix')) return postfixFact(line, queueIdOf(line))
  if (service === 'opendkim') {
    const queueId = queueIdOf(line)
    return queueId === null ? undefined : { kind: 'about', queueId }
  }
  if (service.startsWith('dovecot')) return dovecotFact(line)
  return service === 'spamd' ? spamdFact(line) : undefined
}
