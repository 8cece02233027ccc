import type { Layout, ProgramName } from '../layout/index.ts'
import type { StackLayout } from '../layout/stack.ts'
import type { AgentDeps } from './deps.ts'

/** A daemon's own reader of its configuration; it starts nothing and changes nothing. */
interface Checker {
  readonly program: ProgramName
  readonly args: readonly string[]
  /** It opens the daemon's logs, ports or data, which the agent itself may not: systemd runs it beside the agent. */
  readonly beside?: true
}

/** Who judges what, by the name that the process manager has for the daemon. One that is not here has no checker. */
const checkers: Readonly<Record<string, (stack: StackLayout) => readonly Checker[]>> = {
  rsyslog: ({ rsyslog }) => [{ program: 'rsyslogd', args: ['-N1', '-f', rsyslog.file] }],
  unbound: ({ unbound }) => [{ program: 'unbound-checkconf', args: [unbound.file] }],
  spamd: ({ spamd }) => [
    { program: 'spamassassin', args: ['--lint', '-L', `--siteconfigpath=${spamd.config}`] },
  ],
  opendkim: ({ opendkim, ed25519Signer }) =>
    [opendkim, ed25519Signer].map(({ file }) => ({
      program: 'opendkim',
      args: ['-n', '-x', file],
    })),
  dovecot: ({ dovecot }) => [{ program: 'doveconf', args: ['-n', '-c', dovecot.file] }],
  // `postconf -n` reads main.cf and master.cf; `check` also makes the folders of the queue with their owners.
  postfix: ({ postfix }) => [
    { program: 'postconf', args: ['-c', postfix.config, '-n'] },
    { program: 'postfix', args: ['-c', postfix.config, 'check'] },
  ],
  // Reads every option, says what it would do and ends.
  mariadb: () => [
    { program: 'mariadbd', args: ['--user=mysql', '--help', '--verbose'], beside: true },
  ],
  nginx: () => [{ program: 'nginx', args: ['-t', '-q'], beside: true }],
  apache2: () => [{ program: 'apachectl', args: ['configtest'], beside: true }],
  fail2ban: () => [{ program: 'fail2ban-client', args: ['-t'] }],
}

/** Milliseconds; SpamAssassin reads its rules for seconds on a busy machine. */
const PATIENCE = 40_000

/** What the daemon's checker said, which refuses its configuration. */
export interface Refusal {
  readonly program: ProgramName
  readonly lines: readonly string[]
}

/** Runs one checker to its end. @returns undefined when it refuses nothing */
export const judge = async (
  { run }: Pick<AgentDeps, 'run'>,
  program: ProgramName,
  args: readonly string[],
): Promise<Refusal | undefined> => {
  const { code, stdout, stderr } = await run(program, args, { timeout: PATIENCE })
  if (code === 0) return undefined
  // What some print beside it is the whole configuration.
  const words = stderr.trim() === '' ? stdout : stderr
  const lines = words.split('\n').filter((line) => line.trim() !== '')
  return { program, lines }
}

/** It could not be run at all, so nothing was judged. */
const notRun = /^Failed to (connect|start|create|find)\b/

/** As a unit of its own for that moment, systemd-run(1), which ends with the checker's status. */
const judgeBeside = async (
  { run }: Pick<AgentDeps, 'run'>,
  { programs }: Layout,
  { program, args }: Checker,
): Promise<Refusal | undefined> => {
  const refusal = await judge({ run }, 'systemd-run', [
    ...['--quiet', '--wait', '--pipe', '--collect', '--service-type=exec'],
    `--property=RuntimeMaxSec=${PATIENCE / 1000}`,
    ...['--', programs[program], ...args],
  ])
  if (refusal === undefined || notRun.test(refusal.lines[0] ?? '')) return undefined
  return { ...refusal, program }
}

/**
 * Has a daemon's checkers read its configuration as this layout has it.
 * @returns undefined when none refuses it
 */
export const refusalOf = async (
  deps: Pick<AgentDeps, 'run'>,
  layout: Layout,
  name: string,
): Promise<Refusal | undefined> => {
  for (const checker of checkers[name]?.(layout.stack) ?? []) {
    const refusal = checker.beside
      ? await judgeBeside(deps, layout, checker)
      : await judge(deps, checker.program, checker.args)
    if (refusal) return refusal
  }
  return undefined
}
