import type { ServiceLayout } from '../layout/index.ts'
import type { AgentDeps } from './deps.ts'
import { followFile } from './managers/output.ts'

const MOST_LINES = 20

/** What follows a word that announces a secret, and the login of a URL. */
const masked = (line: string): string =>
  line
    .replace(/(\b\w*(?:pass(?:word|wd)?|secret)\b["']?\s*[:=]\s*)\S+/gi, '$1***')
    .replace(/(\/\/[^/\s:@]*:)[^@\s]+@/g, '$1***@')

/** What a program said as it may be shown: its last lines, secrets masked. */
export const said = (lines: readonly string[]): string[] => lines.map(masked).slice(-MOST_LINES)

/** The tag of a line of the mail log: `<time> <host> <tag>[<pid>]: …`; `postfix/smtpd` belongs to `postfix`. */
const belongsTo = (tag: string) => (line: string) => {
  const word = line.split(' ', 3)[2] ?? ''
  return word.startsWith(tag) && /^(?:\/|\[|:|$)/.test(word.slice(tag.length))
}

/**
 * Listens to a service from now on.
 * @returns what reads its last lines since, on its own output and in the mail log; secrets are masked
 */
export const listenTo = async (
  { layout, manager }: AgentDeps,
  { tag }: ServiceLayout,
  program: string,
): Promise<() => Promise<string[]>> => {
  const output = await manager.follow(program)
  const mailLog = await followFile(layout.stack.rsyslog.mailLog)
  return async () => {
    const [own, shared] = await Promise.all([output(), mailLog()])
    // Its own output last: a daemon that cannot read its configuration says so there.
    return said([...shared.filter(belongsTo(tag)), ...own])
  }
}
