import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { LoadJob, LoadResult } from './load.ts'

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** A server process of this run. */
export interface Server {
  readonly origin: string
  readonly pid: number
  /** Milliseconds from exec to the first 200. */
  readonly startMs: number
  stop(): Promise<void>
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

const answers = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(url)
    await response.arrayBuffer()
    return response.status === 200
  } catch {
    return false
  }
}

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
  await ended
  clearTimeout(timer)
}

/** Runs a TypeScript file with MC_PORT set and waits until `path` answers 200. */
const serve = async (
  script: string,
  path: string,
  env: Readonly<Record<string, string>>,
): Promise<Server> => {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const began = performance.now()
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH, MC_PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  while (!(await answers(origin + path))) {
    if (child.exitCode !== null) throw new Error(`${script} ended with status ${child.exitCode}`)
    if (performance.now() - began > 30_000) throw new Error(`${script} does not answer`)
    await delay(5)
  }
  return {
    origin,
    pid: child.pid ?? 0,
    startMs: performance.now() - began,
    stop: () => stop(child),
  }
}

/** The panel's API process as it runs for users: both ways of starting it give it a cache of compiled code. */
export const startPanel = (env: Readonly<Record<string, string>>): Promise<Server> =>
  serve(file('../../server/bin/api.ts'), '/api/health/live', {
    MC_MAIL: 'none',
    NODE_COMPILE_CACHE: join(env.MC_STATE_DIR ?? tmpdir(), 'panel/compile-cache'),
    ...env,
  })

/** The handlers that the panel is compared with. */
export const startBare = (env: Readonly<Record<string, string>>): Promise<Server> =>
  serve(file('bare.ts'), '/alive', env)

/** Blocks of client addresses that LoadJob knows. */
const BLOCKS = 32
let turn = 0

/**
 * Sends load from a process of its own.
 * @throws when an answer has another status than `expected`: such a figure would say nothing
 */
export const load = async (job: Omit<LoadJob, 'block'>, expected = 200): Promise<LoadResult> => {
  const child = fork(file('load.ts'))
  child.send({ ...job, block: turn++ % BLOCKS } satisfies LoadJob)
  const [result]: LoadResult[] = await once(child, 'message')
  await once(child, 'exit')
  if (result === undefined) throw new Error('the load generator gave no result')
  const others = Object.keys(result.statuses).filter((status) => Number(status) !== expected)
  if (others.length > 0 || result.errors > 0 || result.times.length === 0) {
    throw new Error(
      `${job.method} ${job.origin}${job.paths[0]}: ${JSON.stringify(result.statuses)}, ${result.errors} errors`,
    )
  }
  return result
}

/** A line of /proc/<pid>/status in MB: VmRSS is what is resident now, VmHWM its peak. */
export const memoryMb = (pid: number, line: 'VmRSS' | 'VmHWM'): number => {
  const match = new RegExp(`^${line}:\\s+(\\d+) kB`, 'm').exec(
    readFileSync(`/proc/${pid}/status`, 'utf8'),
  )
  return Number(match?.[1] ?? Number.NaN) / 1024
}

/** Seconds that a process's main thread was on a CPU (proc(5), schedstat), whatever else the machine did. */
export const cpuSeconds = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e9
