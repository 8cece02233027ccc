import type { AgentDeps } from '../deps.ts'
import { loadSettings, saveDomains } from '../mailstack/desired.ts'
import { ensureKeys, retireOtherKeys } from '../mailstack/dkim-keys.ts'
import { forget, reloadTables, writeDomainTables } from '../mailstack/domain-tables.ts'
import { createQueue, type Queue } from '../queue.ts'
import type { Handlers } from './index.ts'

/**
 * @param configuration what writes configuration files stands in this queue; making keys, which may take a minute for
 * a thousand domains, stands in one of its own
 */
export const domainHandlers = (
  deps: AgentDeps,
  configuration: Queue,
): Pick<Handlers, 'domains.apply'> => {
  const keys = createQueue()
  return {
    'domains.apply': ({ domains }) =>
      keys(async () => {
        const wanted = [...new Set(domains)]
        const made = await ensureKeys(deps, wanted)
        await configuration(async () => {
          await saveDomains(deps, wanted)
          const changed = await writeDomainTables(deps, await loadSettings(deps), wanted)
          await reloadTables(deps, changed)
        })
        // Only now does no table name them any more.
        await retireOtherKeys(deps, new Set(wanted))
        forget(new Set(wanted))
        return { keys_made: made, domains: wanted.length }
      }),
  }
}
