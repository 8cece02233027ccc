import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { atMost, type Figure } from '../figure.ts'
import { memoryMb } from '../processes.ts'
import { running, started } from '../sandbox.ts'

const IDLE_MS = 10_000

/** The one command with its mail stack, at its second start: what it holds in memory when nobody uses it. */
export const stack: Figure = {
  on: 'once',
  measure: async () => {
    if (process.getuid?.() !== 0) throw new Error('the mail stack needs root')
    const stateDir = mkdtempSync(join('/tmp', 'mc-bench-stack-'))
    try {
      await started(stateDir, async () => {})
      return await started(stateDir, async (launcher, ready) => {
        await delay(IDLE_MS)
        const size = (script: string) => memoryMb(running(launcher, script), 'VmRSS')
        const api = size('server/bin/api.ts')
        const agent = size('server/bin/agent.ts')
        return [
          atMost('With mail stack: second start, ready', ready, 10_000, 'ms'),
          atMost('With mail stack: API, resident when idle', api, 160, 'MB'),
          atMost('With mail stack: agent, resident when idle', agent, 90, 'MB'),
        ]
      })
    } finally {
      rmSync(stateDir, { recursive: true, force: true })
    }
  },
}
