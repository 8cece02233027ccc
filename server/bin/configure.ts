import { configureOnce } from '../src/agent/configure.ts'
import { configFrom } from '../src/config/config.ts'
import { readEnv } from '../src/config/env.ts'

// Run by the installer, as root, before the mail daemons are started for the first time.
try {
  const changed = await configureOnce(configFrom(readEnv()))
  process.stdout.write(`configured: ${changed.join(' ') || 'nothing had to change'}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
