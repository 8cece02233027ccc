import type { AgentDeps } from '../deps.ts'
import type { Domains } from './desired.ts'
import { eraseOldKeys, putDomainAside, putKeyAside } from './dkim-keys.ts'

/**
 * Takes away the keys that the desired state named before and names no more. Judged by the two states and not by what
 * is in the folder: a key that is being made for the next one is left alone.
 */
export const removeUnwanted = async (
  deps: AgentDeps,
  before: Domains,
  after: Domains,
): Promise<void> => {
  const wanted = new Map(
    after.map(({ name, keys }) => [name, new Set(keys.map((k) => k.selector))]),
  )
  for (const { name, keys } of before) {
    const selectors = wanted.get(name)
    if (selectors === undefined) {
      await putDomainAside(deps, name)
      continue
    }
    for (const { selector } of keys) {
      if (!selectors.has(selector)) await putKeyAside(deps, { domain: name, selector })
    }
  }
  await eraseOldKeys(deps)
}
