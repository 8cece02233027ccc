import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Manager } from '@mc/server/agent/managers/manager.ts'
import { supervisord } from '@mc/server/agent/managers/supervisord.ts'
import { type Layout, layoutFor, type Ports } from '@mc/server/layout/index.ts'
import type { Test } from 'tap'
import { ended } from './child.ts'
import { freePort, freePortBase } from './ports.ts'
import { until } from './until.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))

export interface PanelOptions {
  /** Another checkout than this one. */
  readonly checkout?: string
  /** A folder that outlives the panel, for a second start; a fresh one that goes with the test when absent. */
  readonly stateDir?: string
  readonly mail?: 'sandbox' | 'none'
  /** As `npm start` does it, or the launcher without npm (the default). */
  readonly by?: 'npm' | 'node'
  readonly env?: Readonly<Record<string, string>>
  /** Numeric id to start it under; root when absent. */
  readonly user?: number
  /** A command, with its arguments, that is given the launcher's to run. */
  readonly under?: readonly string[]
  /** Milliseconds until it must be ready; two minutes when absent. */
  readonly patience?: number
}

/** A process of the panel as this machine sees it. */
export interface Process {
  readonly pid: number
  readonly command: string
}

export interface Panel {
  readonly url: string
  /** Empty once an administrator exists. */
  readonly setupToken: string
  readonly stateDir: string
  readonly ports: Ports
  /** Paths as this machine sees them; the daemons see them below /srv/state. */
  readonly layout: Layout
  /** The process manager of the mail stack, agent and panel: programs `agent`, `api`, `postfix`, … */
  readonly supervisor: Manager
  /** The launcher, or npm before it. */
  readonly child: ChildProcess
  /** All that it wrote so far. */
  output(): string
  /** Everything that it started and that still runs. */
  processes(): readonly Process[]
  /** Its settings, to start it again on the same state and ports. */
  readonly again: PanelOptions
  /** SIGTERM, and waits until the launcher has ended; returns its exit status. */
  stop(): Promise<number | null>
}

interface Row extends Process {
  readonly parent: number
}

const processTable = (): Row[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        return state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent), command }]
      } catch {
        return []
      }
    })

/** Every process below one, itself not included. */
export const descendants = (ancestor: number): readonly Process[] => {
  const table = processTable()
  const below = (pid: number): Row[] =>
    table.filter(({ parent }) => parent === pid).flatMap((row) => [row, ...below(row.pid)])
  return below(ancestor)
}

/** Starts the real command and collects what it writes; does not wait. */
export const launch = (
  options: PanelOptions & { readonly env: Readonly<Record<string, string>> },
) => {
  const { checkout = repository, by = 'node', env, user, under = [] } = options
  const start = by === 'npm' ? ['npm', 'start'] : ['node', join('deploy', 'bootstrap.mjs'), 'start']
  const [command = '', ...args] = [...under, ...start]
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('MC_'))
  const child = spawn(command, args, {
    cwd: checkout,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...Object.fromEntries(others), ...env },
    ...(user === undefined ? {} : { uid: user, gid: user }),
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  }
  return { child, output: () => text }
}

const endNow = async (child: ChildProcess): Promise<void> => {
  if (ended(child) || child.pid === undefined) return
  const gone = once(child, 'exit')
  process.kill(-child.pid, 'SIGKILL')
  await gone
}

const stopSoftly = async (child: ChildProcess): Promise<number | null> => {
  if (!ended(child)) {
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    await gone
  }
  return child.exitCode
}

const settingsOf = async (t: Test, options: PanelOptions) => {
  const stateDir = options.stateDir ?? mkdtempSync(join(tmpdir(), 'mc-panel-'))
  if (options.stateDir === undefined) {
    t.teardown(() => rmSync(stateDir, { recursive: true, force: true }))
  }
  const env = {
    MC_STATE_DIR: stateDir,
    MC_PORT: String(await freePort()),
    MC_MAIL_PORT_BASE: String(await freePortBase()),
    MC_MAIL: options.mail ?? 'sandbox',
    ...options.env,
  }
  return { stateDir, env }
}

/**
 * The product as it is started, on a state folder and ports of its own, ready; it ends with the test.
 * @throws when it ends or is not ready in time, with all that it wrote
 */
export const startPanel = async (t: Test, options: PanelOptions = {}): Promise<Panel> => {
  const { stateDir, env } = await settingsOf(t, options)
  const { child, output } = launch({ ...options, env })
  // Registered after the removal of the folder, hence run before it.
  t.teardown(() => endNow(child))
  const url = await until('the panel is ready', options.patience ?? 120_000, () => {
    if (ended(child)) throw new Error(`It ended with ${child.exitCode}:\n${output()}`)
    return /^ready: (\S+)$/m.exec(output())?.[1]
  }).catch((cause: unknown) => {
    throw new Error(`The panel did not become ready:\n${output()}`, { cause })
  })
  const layout = layoutFor({ stateDir, mailPortBase: Number(env.MC_MAIL_PORT_BASE) })
  return {
    url,
    // Printed right behind the address, in the same write or the next.
    setupToken: /#token=(\S+)$/m.exec(output())?.[1] ?? '',
    stateDir,
    ports: layout.ports,
    layout,
    supervisor: supervisord(
      // From out here only its socket is reached.
      layout.supervisor ?? { socket: '', programs: '', hostProc: '' },
      '',
    ),
    child,
    output,
    processes: () => (child.pid === undefined ? [] : descendants(child.pid)),
    again: { ...options, stateDir, env },
    stop: () => stopSoftly(child),
  }
}
