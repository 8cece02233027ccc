import { ensureState } from '../src/agent/state.ts'
import { configFrom } from '../src/config/config.ts'
import { readEnv } from '../src/config/env.ts'
import { checkStateFormat, markStateFormat, StateRefusedError } from '../src/config/state-format.ts'

// Run by the one who owns the state folder, before panel and agent start.
try {
  const { layout, stateDir } = configFrom(readEnv())
  checkStateFormat(stateDir)
  ensureState(layout)
  markStateFormat(stateDir)
} catch (error) {
  if (!(error instanceof StateRefusedError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 78
}
