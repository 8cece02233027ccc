import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { UnitProcesses } from './systemd-units.ts'

interface Process {
  readonly pid: number
  readonly name: string
  readonly parent: number
  /** Bytes resident. */
  readonly memory: number
}

/** Every process of a control group and of those below it, cgroups(7). */
const pidsOf = async (folder: string): Promise<number[]> => {
  const own = await readFile(join(folder, 'cgroup.procs'), 'utf8').catch(() => '')
  const below = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const deeper = await Promise.all(
    below.filter((entry) => entry.isDirectory()).map(({ name }) => pidsOf(join(folder, name))),
  )
  return [...own.split('\n').filter(Boolean).map(Number), ...deeper.flat()]
}

/** proc(5); undefined when it has ended meanwhile. */
const readProcess = async (proc: string, pid: number): Promise<Process | undefined> => {
  const status = await readFile(`${proc}/${pid}/status`, 'utf8').catch(() => undefined)
  if (status === undefined) return undefined
  const field = (name: string): string =>
    new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1] ?? ''
  return {
    pid,
    name: field('Name'),
    parent: Number(field('PPid')),
    memory: Number(field('VmRSS')) * 1024,
  }
}

/** The process that the daemon is; workers that outlived theirs are nobody. proc(5) cuts names at fifteen characters. */
const mainOf = (all: readonly Process[], name: string): number => {
  const inside = new Set(all.map(({ pid }) => pid))
  const heads = all.filter(({ parent }) => !inside.has(parent))
  return heads.find((one) => one.name === name.slice(0, 15))?.pid ?? 0
}

/**
 * What runs in a unit's control group.
 * @param mainPid the main process as systemd knows it; 0 has it looked for by its name
 * @param name of the daemon's program
 */
export const unitProcesses = async (
  at: { readonly controlGroups: string; readonly proc: string },
  group: string,
  mainPid: number,
  name: string,
): Promise<UnitProcesses> => {
  if (group === '') return { pid: 0, memory: 0 }
  const found = await Promise.all(
    (await pidsOf(join(at.controlGroups, group))).map((pid) => readProcess(at.proc, pid)),
  )
  const all = found.filter((one) => one !== undefined)
  return {
    pid: mainPid > 0 ? mainPid : mainOf(all, name),
    memory: all.reduce((sum, { memory }) => sum + memory, 0),
  }
}
