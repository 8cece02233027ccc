import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { atMost, type Figure } from '../figure.ts'
import { memoryMb } from '../processes.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const IDLE_MS = 10_000
const PORTS = { MC_PORT: '18680', MC_MAIL_PORT_BASE: '640' }

/** Children by parent, of all processes there are. */
const family = (): Map<number, number[]> => {
  const children = new Map<number, number[]>()
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const parent = Number(stat.replace(/^.*\) \S /, '').split(' ')[0])
      children.set(parent, [...(children.get(parent) ?? []), Number(pid)])
    } catch {
      // It ended while we looked.
    }
  }
  return children
}

const descendants = (pid: number, children = family()): number[] =>
  (children.get(pid) ?? []).flatMap((child) => [child, ...descendants(child, children)])

const running = (launcher: number, script: string): number => {
  const pid = descendants(launcher).find((one) =>
    readFileSync(`/proc/${one}/cmdline`, 'utf8').split('\0').at(-2)?.endsWith(script),
  )
  if (pid === undefined) throw new Error(`no process runs ${script}`)
  return pid
}

/** Starts the one command; `use` sees it ready, with the milliseconds that took. */
const started = async <T>(
  stateDir: string,
  use: (launcher: number, ready: number) => Promise<T>,
): Promise<T> => {
  const child = spawn(process.execPath, [`${root}deploy/bootstrap.mjs`, 'start'], {
    cwd: root,
    env: { PATH: process.env.PATH, MC_STATE_DIR: stateDir, ...PORTS },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  try {
    const began = performance.now()
    for await (const line of createInterface(child.stdout)) if (line.includes('ready:')) break
    if (child.exitCode !== null) throw new Error(`npm start ended with status ${child.exitCode}`)
    return await use(child.pid ?? 0, performance.now() - began)
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

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
