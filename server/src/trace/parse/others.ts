import type { Fact } from './facts.ts'
import type { LogLine } from './line.ts'

const lmtpLine = /^lmtp\([^)]*\)(?:<\d+>)?<([^>]+)>: (.*)$/
/** `sieve: msgid=<…>: ` or, without the Sieve plug-in, `msgid=<…>: `. A Message-ID may hold anything but a `>`. */
const actionLine = /^(?:sieve: )?msgid=(?:<[^>]*>|[^:]*): (.*)$/
const storedLine = /(?:stored mail into mailbox|saved mail to) '?(.*?)'?$/
const forwardedLine = /forwarded to <(.*?)>/
const failedLine = /(?:failed to store into mailbox|save failed to) .*?: (.*)$/
const resultLine = /^spamd: result: ([Y.]) (-?\d+) - .*?,mid=<([^>]*)>/

const stored = (text: string): Fact | undefined => {
  const found = lmtpLine.exec(text)
  if (!found) return undefined
  const [, session = '', said = ''] = found
  const action = actionLine.exec(said)?.[1] ?? ''
  const fact = (what: Extract<Fact, { kind: 'stored' }>['what'], where: string): Fact => ({
    kind: 'stored',
    session,
    what,
    where,
  })
  const failed = failedLine.exec(action)?.[1]
  if (failed !== undefined) return fact('failed', failed)
  const folder = storedLine.exec(action)?.[1]
  if (folder !== undefined) return fact('stored', folder)
  const address = forwardedLine.exec(action)?.[1]
  if (address !== undefined) return fact('forwarded', address)
  if (action.startsWith('discard action')) return fact('discarded', '')
  return action.startsWith('reject action') ? fact('refused', '') : undefined
}

/** Dovecot's deliveries. */
export const dovecotFact = (line: LogLine): Fact | undefined =>
  line.service === 'dovecot/lmtp' ? stored(line.text) : undefined

/** The spam filter knows no queue id, only the Message-ID. */
export const spamdFact = (line: LogLine): Fact | undefined => {
  const found = resultLine.exec(line.text)
  if (!found) return undefined
  const [, mark, score = '', messageId = ''] = found
  return { kind: 'checked', messageId, spam: mark === 'Y', score }
}
