import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { ED25519_SIGNER } from '../../layout/services.ts'
import { defaultSettings } from '../default-settings.ts'
import type { AgentDeps } from '../deps.ts'
import { isUp } from '../managers/manager.ts'
import { OpFailure } from '../op-failure.ts'
import { askMilter, duringSmtp } from '../probes.ts'
import { applyStack } from './apply.ts'
import { loadSettings } from './desired.ts'
import { ed25519Use } from './ed25519-use.ts'
import { writeAtomic } from './files.ts'
import { asksSigners } from './postfix-master.ts'
import { supervisordPrograms } from './supervisord.ts'

/** Milliseconds that the second signer has to answer after its start. */
const START_PATIENCE = 15_000
/** Milliseconds that Postfix has to ask it after its reload, and sessions to end that still do. */
const POSTFIX_PATIENCE = 10_000
const PAUSE = 200

const waitFor = async (patience: number, condition: () => Promise<boolean>): Promise<boolean> => {
  const deadline = Date.now() + patience
  while (!(await condition())) {
    if (Date.now() > deadline) return false
    await delay(PAUSE)
  }
  return true
}

const upOf = async ({ manager }: AgentDeps): Promise<(name: string) => boolean> => {
  const live = new Set((await manager.list()).filter(isUp).map(({ name }) => name))
  return (name) => live.has(name)
}

const answers = ({ layout }: AgentDeps) =>
  askMilter(layout.stack.ed25519Signer.socket).then(
    () => true,
    () => false,
  )

/**
 * Has the second signer run where it has work and the first one runs; else it comes and goes with that.
 * @returns whether it is as it should be
 */
export const startEd25519Signer = async (deps: AgentDeps): Promise<boolean> => {
  const { layout, manager } = deps
  const isLive = await upOf(deps)
  if (ed25519Use(layout) === 'none' || !isLive('opendkim')) return true
  if (!isLive(ED25519_SIGNER)) {
    await manager.apply(supervisordPrograms(layout))
    await manager.start(ED25519_SIGNER)
  }
  return waitFor(START_PATIENCE, () => answers(deps))
}

/** unix(7) in proc(5): a connection that was taken has the path of the socket that took it, and state 03. */
const isConnected = async (socket: string): Promise<boolean> =>
  (await readFile('/proc/net/unix', 'utf8'))
    .split('\n')
    .some((line) => line.endsWith(` ${socket}`) && line.split(/\s+/)[5] === '03')

/** Until Postfix has read what was written: a client that comes now has its mail shown to the second signer. */
const awaitAsked = async ({ layout, log }: AgentDeps): Promise<void> => {
  const { listen = '127.0.0.1', ports, stack } = layout
  const seen = await waitFor(POSTFIX_PATIENCE, () =>
    duringSmtp(listen, ports.submission, () => isConnected(stack.ed25519Signer.socket)).catch(
      () => false,
    ),
  )
  if (!seen) log.warn('Postfix was not seen to ask the second signer yet')
}

const stopEd25519Signer = async (deps: AgentDeps): Promise<void> => {
  const { layout, manager } = deps
  if (!(await upOf(deps))(ED25519_SIGNER)) return
  await waitFor(
    POSTFIX_PATIENCE,
    async () => !(await isConnected(layout.stack.ed25519Signer.socket)),
  )
  await manager.stop(ED25519_SIGNER)
  await manager.apply(supervisordPrograms(layout))
}

/** As if no key of the kind were active, which the next desired state is compared with. */
const withdraw = async (deps: AgentDeps): Promise<void> => {
  const { signingTable } = deps.layout.stack.ed25519Signer
  await writeAtomic(signingTable, '', { mode: 0o644, uid: 0, gid: 0 })
}

const notUp = (): OpFailure =>
  new OpFailure(
    'signer_down',
    'The second OpenDKIM, which signs with Ed25519, does not come up, so nothing is signed with such keys; RSA keys sign ' +
      'as before. Its words are in the mail log.',
  )

/**
 * Has the second signer run, and Postfix ask it, exactly while its signing table names a key: it runs before it is
 * asked, and is asked no more before it ends.
 * @throws OpFailure signer_down, or what the mail stack says against the change: where no key of the kind signed
 * before, none does now
 */
export const followEd25519Keys = async (deps: AgentDeps): Promise<void> => {
  const { layout } = deps
  const use = ed25519Use(layout)
  const masterCf = await readFile(`${layout.stack.postfix.config}/master.cf`, 'utf8').catch(
    () => '',
  )
  // Nothing was brought up yet: whoever does that has the tables before him.
  if (masterCf === '') return
  const isAsked = asksSigners(masterCf, layout, use)
  try {
    if (!(await startEd25519Signer(deps))) throw notUp()
    if (!isAsked) await applyStack(deps, (await loadSettings(deps)) ?? defaultSettings())
  } catch (error) {
    if (!masterCf.includes(layout.stack.ed25519Signer.socket)) await withdraw(deps)
    throw error
  }
  if (use === 'none') await stopEd25519Signer(deps)
  else if (!isAsked && (await upOf(deps))('postfix')) await awaitAsked(deps)
}
