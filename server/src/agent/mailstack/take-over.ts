import { setTimeout as delay } from 'node:timers/promises'
import type { AgentDeps } from '../deps.ts'
import { isUp } from '../managers/manager.ts'
import { OpFailure } from '../op-failure.ts'
import { createStatus } from '../status.ts'
import type { Part } from './parts.ts'

/** Milliseconds that a daemon has to answer after it took over a new configuration. */
const DEADLINE = 15_000

const running = async ({ manager }: AgentDeps, among: readonly Part[]): Promise<Part[]> => {
  const programs = await manager.list()
  return among.filter(({ name }) =>
    programs.some((program) => program.name === name && isUp(program)),
  )
}

/** Waits until each of these answers for real. @returns what the last one said that did not */
const complaint = async (
  deps: AgentDeps,
  names: readonly string[],
): Promise<string | undefined> => {
  const deadline = Date.now() + DEADLINE
  for (;;) {
    const { parts } = await createStatus(deps)()
    const silent = parts.find(({ name, status }) => names.includes(name) && status !== 'ok')
    if (silent === undefined) return undefined
    if (Date.now() > deadline) return silent.detail
    await delay(100)
  }
}

/**
 * Lets running daemons take over what was installed and waits until they answer again; those that do not run read it
 * at their start.
 * @throws OpFailure apply_failed naming the daemon that does not answer
 */
export const takeOver = async (deps: AgentDeps, parts: readonly Part[]): Promise<void> => {
  const live = await running(deps, parts)
  if (live.length === 0) return
  for (const part of live) await part.reload(deps)
  const names = live.map(({ name }) => name)
  const heard = await complaint(deps, names)
  if (heard === undefined) return
  throw new OpFailure(
    'apply_failed',
    `The new configuration passed its checks, but then: ${heard} The old one was put back for ${names.join(', ')}.`,
  )
}

/** After the old files were put back: as much as can be done, each failure in the log. */
export const reloadQuietly = async (deps: AgentDeps, parts: readonly Part[]): Promise<void> => {
  for (const part of await running(deps, parts)) {
    await part
      .reload(deps)
      .catch((err) => deps.log.error({ err }, `${part.name} could not be reloaded`))
  }
}
