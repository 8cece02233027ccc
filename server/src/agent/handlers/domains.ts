import type { AgentDeps } from '../deps.ts'
import { loadDomains, loadSettings, saveDomains } from '../mailstack/desired.ts'
import { ensureKeys, type KeyName } from '../mailstack/dkim-keys.ts'
import { reloadTables, writeDomainTables } from '../mailstack/domain-tables.ts'
import { followEd25519Keys } from '../mailstack/ed25519-signer.ts'
import { removeUnwanted } from '../mailstack/key-sweep.ts'
import { createQueue, type Queue } from '../queue.ts'
import type { Handlers } from './index.ts'

/**
 * @param configuration what writes configuration files stands in this queue; making keys, which may take a minute for
 * many domains, stands in one of its own
 */
export const domainHandlers = (
  deps: AgentDeps,
  configuration: Queue,
): Pick<Handlers, 'domains.apply' | 'dkim.make'> => {
  const keys = createQueue()
  return {
    'dkim.make': (input) =>
      keys(async () => {
        const used = new Map(
          (await loadDomains(deps)).map(({ name, keys }) => [
            name,
            new Set(keys.map((k) => k.selector)),
          ]),
        )
        const isUsed = ({ domain, selector }: KeyName) => used.get(domain)?.has(selector) ?? false
        return { keys: await ensureKeys(deps, input.keys, isUsed) }
      }),
    'domains.apply': ({ domains }) =>
      configuration(async () => {
        const before = await loadDomains(deps)
        await saveDomains(deps, domains)
        const unusable = await writeDomainTables(deps, await loadSettings(deps), domains)
        await reloadTables(deps)
        // Only now does no table name them any more.
        await removeUnwanted(deps, before, domains)
        await followEd25519Keys(deps)
        return { domains: domains.length, unusable }
      }),
  }
}
