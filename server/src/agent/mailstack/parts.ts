import type { Layout } from '../../layout/index.ts'
import type { RenderedDaemon } from '../../layout/stack.ts'
import { judge, type Refusal, refusalOf } from '../checkers.ts'
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

/** At most this many lines of a checker stand in one sentence. */
const MOST_LINES = 5

const refused = (part: string, { program, lines }: Refusal): OpFailure =>
  new OpFailure(
    'configuration_refused',
    `${part} refuses the new configuration, so nothing was changed. ${program} says: ${lines.slice(0, MOST_LINES).join(' · ')}`,
  )

/** @param part what the daemon is called in the sentence */
const check =
  (name: RenderedDaemon, part: string = name): Part['check'] =>
  async (deps, { layout }) => {
    const refusal = await refusalOf(deps, layout, name)
    if (refusal) throw refused(part, refusal)
  }

const restart =
  (name: string) =>
  ({ manager }: AgentDeps): Promise<void> =>
    manager.restart(name)

const signal =
  (name: string, what: 'HUP' | 'USR1') =>
  ({ manager }: AgentDeps): Promise<void> =>
    manager.signal(name, what)

const compileSieve = async (deps: AgentDeps, file: string, script: string): Promise<void> => {
  const refusal = await judge(deps, 'sievec', ['-c', file, script])
  if (refusal) throw refused('dovecot', refusal)
}

/** Debian 12 has 2.3, Debian 13 has 2.4 with another syntax. */
const dovecotPart = (release: string): Part => ({
  name: 'dovecot',
  files: (input) => [
    ...(release.startsWith('2.3') ? renderDovecot23(input) : renderDovecot24(input, release)),
    renderSieve(input),
  ],
  check: async (deps, staged) => {
    await check('dovecot')(deps, staged)
    const { file, sieve } = staged.layout.stack.dovecot
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
  check: check('postfix'),
  reload: signal('postfix', 'HUP'),
}

const all = (dovecotRelease: string): readonly Part[] => [
  {
    name: 'rsyslog',
    files: (input) => [renderRsyslog(input)],
    check: check('rsyslog'),
    reload: restart('rsyslog'),
  },
  {
    name: 'unbound',
    files: (input) => [renderUnbound(input)],
    check: check('unbound'),
    reload: restart('unbound'),
  },
  {
    name: 'spamd',
    files: renderSpamassassin,
    check: check('spamd', 'spamassassin'),
    reload: restart('spamd'),
  },
  {
    name: 'opendkim',
    files: renderOpendkim,
    check: check('opendkim'),
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
