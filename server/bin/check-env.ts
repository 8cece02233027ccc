import { ConfigError, configFrom } from '../src/config/config.ts'
import { readEnv } from '../src/config/env.ts'

// Asked by the launcher before anything is started, so that a bad value is one line at the terminal.
try {
  configFrom(readEnv())
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 78
}
