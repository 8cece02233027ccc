import { configFrom } from '../src/config/config.ts'
import { readEnv } from '../src/config/env.ts'
import { createLog } from '../src/lib/log.ts'
import { openDeps } from '../src/main.ts'

// Run by the installer under the panel's own account: brings the tables up to date before anything reads them.
try {
  const { close } = await openDeps(configFrom(readEnv()), createLog())
  await close()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
