import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { OpFailure } from '../op-failure.ts'
import type { Manager, Program } from './manager.ts'
import { followFile } from './output.ts'
import { childrenUsage } from './process-table.ts'
import { programFile } from './program-file.ts'
import { BACKOFF, type Raw, states, steady, toRaw } from './supervisord-state.ts'
import { XmlRpcFault, type XmlValue, xmlRpc } from './xml-rpc.ts'

const names = (value: XmlValue | undefined): string[] =>
  Array.isArray(value) ? value.map(String) : []

/** Writes the program files that differ and removes those that are not wanted any more. */
const writeFiles = (dir: string, logDir: string, programs: readonly Program[]): void => {
  mkdirSync(dir, { recursive: true })
  const wanted = new Map(programs.map((p) => [`${p.name}.conf`, programFile(p, logDir)]))
  for (const name of readdirSync(dir)) if (!wanted.has(name)) rmSync(join(dir, name))
  for (const [name, text] of wanted) {
    const file = join(dir, name)
    const old = readdirSync(dir).includes(name) ? readFileSync(file, 'utf8') : undefined
    if (old === text) continue
    writeFileSync(`${file}.new`, text)
    renameSync(`${file}.new`, file)
  }
}

/** Treats "is so already" as success: start, stop and signal are desired states. */
const tolerating = async (call: Promise<XmlValue>, ...codes: number[]): Promise<void> => {
  try {
    await call
  } catch (error) {
    if (!(error instanceof XmlRpcFault) || !codes.includes(error.code)) throw error
  }
}

/** supervisord is on its way down and takes no calls. */
const SHUTDOWN_STATE = 6
const SPAWN_ERROR = 50
const ALREADY_STARTED = 60
const NOT_RUNNING = 70

/** Milliseconds between two looks at what a program is about to become. */
const PAUSE = 100
/** Milliseconds that a program may be starting before it is signalled all the same. */
const START_PATIENCE = 3000
/** Milliseconds after which a stop is no longer asked for; each one takes as long as the program has to end. */
const STOP_PATIENCE = 20_000

const caller =
  (socket: string) =>
  async (method: string, ...params: (string | boolean)[]): Promise<XmlValue> => {
    try {
      return await xmlRpc(socket, `supervisor.${method}`, params)
    } catch (error) {
      if (!(error instanceof XmlRpcFault) || error.code !== SHUTDOWN_STATE) throw error
      throw new OpFailure('stack_stopping', 'The mail stack is being stopped; nothing was done.')
    }
  }

/** One supervisord: its calls, and what it says of one program. */
const connection = (socket: string) => {
  const call = caller(socket)
  const raw = async (): Promise<Raw[]> => {
    const all = await call('getAllProcessInfo')
    return Array.isArray(all) ? all.map(toRaw) : []
  }
  const codeOf = async (name: string) => (await raw()).find((one) => one.name === name)?.code ?? 0
  return { call, raw, codeOf }
}
type Connection = ReturnType<typeof connection>

const stop = async ({ call, codeOf }: Connection, name: string): Promise<void> => {
  const deadline = Date.now() + STOP_PATIENCE
  for (;;) {
    await tolerating(call('stopProcess', name, true), NOT_RUNNING)
    // One that ends at this moment counts as not running, and would be started again by itself.
    if (states[await codeOf(name)] === 'stopped' || Date.now() > deadline) return
    await delay(PAUSE)
  }
}

const start = async (at: Connection, name: string): Promise<void> => {
  // A program that waits for its next try counts as started.
  if ((await at.codeOf(name)) === BACKOFF) await stop(at, name)
  await tolerating(at.call('startProcess', name, false), ALREADY_STARTED, SPAWN_ERROR)
}

/** A signal that meets a program before it has its handler ends it. */
const signal = async ({ call, codeOf }: Connection, name: string, what: string): Promise<void> => {
  const deadline = Date.now() + START_PATIENCE
  while (states[await codeOf(name)] === 'starting' && Date.now() < deadline) await delay(PAUSE)
  await tolerating(call('signalProcess', name, what), NOT_RUNNING)
}

/** Makes exactly the programs of the folder exist; what was stopped stays so under its new command. */
const reread = async (at: Connection): Promise<void> => {
  const { call, raw } = at
  const before = await raw()
  const wasStopped = (name: string) =>
    before.some((program) => program.name === name && program.state === 'stopped')
  const [difference] = [await call('reloadConfig')].flatMap((v) => (Array.isArray(v) ? v : []))
  const [added = [], changed = [], removed = []] = Array.isArray(difference)
    ? difference.map(names)
    : []
  for (const group of [...removed, ...changed]) {
    await tolerating(call('stopProcessGroup', group, true), NOT_RUNNING)
    await call('removeProcessGroup', group)
  }
  for (const group of [...added, ...changed]) {
    await call('addProcessGroup', group)
    if (wasStopped(group)) await stop(at, group)
  }
}

/**
 * The mail stack's daemons under supervisord (http://supervisord.org/api.html).
 * @param place its XML-RPC socket, the folder of program files that it includes, and the host's process table
 * @param logDir where the daemons' own output goes
 */
export const supervisord = (
  place: { readonly socket: string; readonly programs: string; readonly hostProc: string },
  logDir: string,
): Manager => {
  const at = connection(place.socket)
  const { judge, forget } = steady()
  const halt = (name: string): Promise<void> => {
    forget(name)
    return stop(at, name)
  }
  const begin = (name: string): Promise<void> => {
    forget(name)
    return start(at, name)
  }
  return {
    list: async () => (await at.raw()).map(judge),
    usage: async (programs) => {
      const proc = existsSync(place.hostProc) ? place.hostProc : '/proc'
      const found = childrenUsage(proc, Number(await at.call('getPID')))
      return new Map(
        programs.flatMap(({ name, pid }) => {
          const usage = found.get(pid)
          return pid > 0 && usage ? [[name, usage] as const] : []
        }),
      )
    },
    follow: (name) => followFile(join(logDir, `${name}.out`)),
    apply: async (programs) => {
      writeFiles(place.programs, logDir, programs)
      await reread(at)
    },
    start: begin,
    stop: halt,
    restart: async (name) => {
      await halt(name)
      await begin(name)
    },
    signal: (name, what) => signal(at, name, what),
  }
}
