import type { Layout, ProgramName } from '../../layout/index.ts'
import type { RenderedDaemon } from '../../layout/stack.ts'
import type { AgentDeps } from '../deps.ts'
import { OpFailure } from '../op-failure.ts'
import { renderDovecot23 } from './dovecot-23.ts'
import { renderDovecot24 } from './dovecot-24.ts'
import { renderOpendkim } from './opendkim.ts'
import { renderMain, renderSystemAliases } from './postfix-main.ts'
import { renderMaps } from './postfix-maps.ts'
import { renderHeaderChecks, renderMaster } from './postfix-master.ts'
import type { RenderedFile, RenderInput } from './rendered.ts'
import { renderRsyslog } from './rsyslog.ts'
import { renderSieve } from './sieve.ts'
import { renderSpamassassin } from './spamassassin.ts'
import { renderUnbound } from './unbound.ts'

/** One daemon: what is written for it, who judges that, and how it takes it over. */
export interface Part {
  /** Name at the process manager. */
  readonly name: RenderedDaemon
  readonly files: (input: RenderInput) => readonly RenderedFile[]
  /** The daemon's own checker over a complete set of new files. */
  readonly check: (deps: AgentDeps, staged: RenderInput) => Promise<void>
  /** What must follow the renames, such as compiling. */
  readonly afterInstall?: (deps: AgentDeps) => Promise<void>
  readonly reload: (deps: AgentDeps) => Promise<void>
}

const runCheck = async (
  deps: AgentDeps,
  part: string,
  program: ProgramName,
  args: readonly string[],
): Promise<void> => {
  const { code, stdout, stderr } = await deps.run(program, args, { timeout: 40_000 })
  if (code === 0) return
  const said = `${stderr}\n${stdout}`.trim().split('\n').slice(0, 5).join(' · ')
  throw new OpFailure(
    'configuration_refused',
    `${part} refuses the new configuration, so nothing was changed. ${program} says: ${said}`,
  )
}

const restart =
  (name: string) =>
  ({ manager }: AgentDeps): Promise<void> =>
    manager.restart(name)

const signal =
  (name: string, what: 'HUP' | 'USR1') =>
  ({ manager }: AgentDeps): Promise<void> =>
    manager.signal(name, what)

const compileSieve = (deps: AgentDeps, file: string, script: string): Promise<void> =>
  runCheck(deps, 'dovecot', 'sievec', ['-c', file, script])

/** Debian 12 has 2.3, Debian 13 has 2.4 with another syntax. */
const dovecotPart = (release: string): Part => ({
  name: 'dovecot',
  files: (input) => [
    ...(release.startsWith('2.3') ? renderDovecot23(input) : renderDovecot24(input, release)),
    renderSieve(input),
  ],
  check: async (deps, { layout }) => {
    const { file, sieve } = layout.stack.dovecot
    await runCheck(deps, 'dovecot', 'doveconf', ['-n', '-c', file])
    await compileSieve(deps, file, `${sieve}/junk.sieve`)
  },
  afterInstall: (deps) => {
    const { file, sieve } = deps.layout.stack.dovecot
    return compileSieve(deps, file, `${sieve}/junk.sieve`)
  },
  reload: signal('dovecot', 'HUP'),
})

const postfix: Part = {
  name: 'postfix',
  files: (input) => [
    renderMain(input),
    renderMaster(input),
    renderSystemAliases(input),
    ...renderHeaderChecks(input),
    ...renderMaps(input),
  ],
  // `check` also makes the folders of the queue with their owners.
  check: async (deps, { layout }) => {
    await runCheck(deps, 'postfix', 'postconf', ['-c', layout.stack.postfix.config, '-n'])
    await runCheck(deps, 'postfix', 'postfix', ['-c', layout.stack.postfix.config, 'check'])
  },
  reload: signal('postfix', 'HUP'),
}

const all = (dovecotRelease: string): readonly Part[] => [
  {
    name: 'rsyslog',
    files: (input) => [renderRsyslog(input)],
    check: (deps, { layout }) =>
      runCheck(deps, 'rsyslog', 'rsyslogd', ['-N1', '-f', layout.stack.rsyslog.file]),
    reload: restart('rsyslog'),
  },
  {
    name: 'unbound',
    files: (input) => [renderUnbound(input)],
    check: (deps, { layout }) =>
      runCheck(deps, 'unbound', 'unbound-checkconf', [layout.stack.unbound.file]),
    reload: restart('unbound'),
  },
  {
    name: 'spamd',
    files: renderSpamassassin,
    check: (deps, { layout }) =>
      runCheck(deps, 'spamassassin', 'spamassassin', [
        '--lint',
        '-L',
        `--siteconfigpath=${layout.stack.spamd.config}`,
      ]),
    reload: restart('spamd'),
  },
  {
    name: 'opendkim',
    files: renderOpendkim,
    check: (deps, { layout }) =>
      runCheck(deps, 'opendkim', 'opendkim', ['-n', '-x', layout.stack.opendkim.file]),
    reload: signal('opendkim', 'USR1'),
  },
  dovecotPart(dovecotRelease),
  postfix,
]

/**
 * The daemons that are configured here, in the order in which they are checked, installed and reloaded.
 * @param dovecotRelease such as `2.3.19.1`
 */
export const parts = (dovecotRelease: string, { stack }: Layout): readonly Part[] =>
  all(dovecotRelease).filter(({ name }) => stack.rendered.includes(name))
