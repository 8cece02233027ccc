import { setTimeout as delay } from 'node:timers/promises'
import type { AgentDeps } from '../deps.ts'
import { createStatus } from '../status.ts'

/** Milliseconds that a daemon has to answer after it took over a new configuration. */
const DEADLINE = 15_000

/**
 * Waits until each of these daemons answers for real.
 * @returns what the last one said that did not, or undefined when all do
 */
export const unanswering = async (
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
