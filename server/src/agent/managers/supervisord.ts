import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { OpFailure } from '../op-failure.ts'
import type { Manager, Program, ProgramInfo, ProgramState } from './manager.ts'
import { programFile } from './program-file.ts'
import { XmlRpcFault, type XmlValue, xmlRpc } from './xml-rpc.ts'

/** supervisord's state codes: 10 STARTING, 20 RUNNING, 30 BACKOFF, 200 FATAL, 0 STOPPED, 40 STOPPING, 100 EXITED. */
const stateOf = (code: XmlValue | undefined): ProgramState => {
  if (code === 20) return 'running'
  if (code === 10) return 'starting'
  return code === 30 || code === 200 || code === 100 || code === 1000 ? 'failed' : 'stopped'
}

const toInfo = (value: XmlValue): ProgramInfo => {
  const fields = typeof value === 'object' && !Array.isArray(value) ? value : {}
  const state = stateOf(fields.state)
  const running = state === 'running'
  const died = state === 'failed' ? `it ended with status ${fields.exitstatus}` : 'it was stopped'
  return {
    name: String(fields.name),
    state,
    pid: Number(fields.pid),
    uptime: running ? Math.max(0, Number(fields.now) - Number(fields.start)) : 0,
    reason: running ? '' : String(fields.spawnerr || died),
  }
}

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
const tolerating = async (code: number, call: Promise<XmlValue>): Promise<void> => {
  try {
    await call
  } catch (error) {
    if (!(error instanceof XmlRpcFault) || error.code !== code) throw error
  }
}

/** supervisord is on its way down and takes no calls. */
const SHUTDOWN_STATE = 6
const ALREADY_STARTED = 60
const NOT_RUNNING = 70

/**
 * The mail stack's daemons under supervisord (http://supervisord.org/api.html).
 * @param socket its XML-RPC socket
 * @param dir the folder of program files that it includes
 * @param logDir where the daemons' own output goes
 */
export const supervisord = (socket: string, dir: string, logDir: string): Manager => {
  const call = async (method: string, ...params: (string | boolean)[]): Promise<XmlValue> => {
    try {
      return await xmlRpc(socket, `supervisor.${method}`, params)
    } catch (error) {
      if (!(error instanceof XmlRpcFault) || error.code !== SHUTDOWN_STATE) throw error
      throw new OpFailure('stack_stopping', 'The mail stack is being stopped; nothing was done.')
    }
  }
  const remove = async (group: string): Promise<void> => {
    await tolerating(NOT_RUNNING, call('stopProcessGroup', group, true))
    await call('removeProcessGroup', group)
  }
  const start = (name: string) => tolerating(ALREADY_STARTED, call('startProcess', name, true))
  const stop = (name: string) => tolerating(NOT_RUNNING, call('stopProcess', name, true))
  return {
    list: async () => {
      const all = await call('getAllProcessInfo')
      return Array.isArray(all) ? all.map(toInfo) : []
    },
    apply: async (programs) => {
      writeFiles(dir, logDir, programs)
      const [difference] = [await call('reloadConfig')].flatMap((v) => (Array.isArray(v) ? v : []))
      const [added, changed, removed] = Array.isArray(difference) ? difference.map(names) : []
      for (const group of [...(removed ?? []), ...(changed ?? [])]) await remove(group)
      for (const group of [...(added ?? []), ...(changed ?? [])]) {
        await call('addProcessGroup', group)
      }
    },
    start,
    stop,
    restart: async (name) => {
      await stop(name)
      await start(name)
    },
    signal: (name, signal) => tolerating(NOT_RUNNING, call('signalProcess', name, signal)),
  }
}
