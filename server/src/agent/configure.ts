import type { Config } from '../config/config.ts'
import { assembleAgent } from './assemble.ts'
import { defaultSettings } from './default-settings.ts'
import { applyStack } from './mailstack/apply.ts'
import { loadSettings } from './mailstack/desired.ts'
import { ensureState } from './state.ts'

/**
 * Writes the daemons' configuration once, as the agent does at its start, so that they can be started for the first
 * time with it. Running daemons take it over.
 * @returns the daemons whose files were changed
 * @throws OpFailure configuration_refused (nothing changed), apply_failed (put back)
 */
export const configureOnce = async (config: Config): Promise<readonly string[]> => {
  ensureState(config.layout)
  const deps = assembleAgent(config)
  const { changed } = await applyStack(deps, (await loadSettings(deps)) ?? defaultSettings())
  return changed
}
