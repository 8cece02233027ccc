import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Added to every mail port of a sandbox that is measured. */
export const MAIL_PORT_BASE = 640
export const ORIGIN = 'http://127.0.0.1:18680'

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

/** The process below a launcher that runs a script such as `server/bin/api.ts`. */
export const running = (launcher: number, script: string): number => {
  const pid = descendants(launcher).find((one) =>
    readFileSync(`/proc/${one}/cmdline`, 'utf8').split('\0').at(-2)?.endsWith(script),
  )
  if (pid === undefined) throw new Error(`no process runs ${script}`)
  return pid
}

/** Starts the one command; `use` sees it ready, with the milliseconds that took. */
export const started = async <T>(
  stateDir: string,
  use: (launcher: number, ready: number) => Promise<T>,
  env: Readonly<Record<string, string>> = {},
): Promise<T> => {
  const child = spawn(process.execPath, [`${root}deploy/bootstrap.mjs`, 'start'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      MC_STATE_DIR: stateDir,
      MC_PORT: new URL(ORIGIN).port,
      MC_MAIL_PORT_BASE: String(MAIL_PORT_BASE),
      ...env,
    },
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
