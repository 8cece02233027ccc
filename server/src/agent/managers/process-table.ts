import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

interface Process {
  /** In the innermost pid namespace that it lives in. */
  readonly innerPid: number
  readonly parent: number
  /** Bytes resident. */
  readonly memory: number
}

/** proc(5) of one process; undefined when it has ended meanwhile. */
const readProcess = (proc: string, pid: number): Process | undefined => {
  let status: string
  try {
    status = readFileSync(`${proc}/${pid}/status`, 'utf8')
  } catch {
    return undefined
  }
  const last = (name: string): number =>
    Number(new RegExp(`^${name}:.*?(\\d+)(?: kB)?$`, 'm').exec(status)?.[1] ?? 0)
  return { innerPid: last('NSpid'), parent: last('PPid'), memory: last('VmRSS') * 1024 }
}

/** Each thread has the children that it made itself. */
const childrenOf = (proc: string, pid: number): number[] => {
  try {
    return readdirSync(`${proc}/${pid}/task`).flatMap((thread) =>
      readFileSync(`${proc}/${pid}/task/${thread}/children`, 'utf8')
        .split(' ')
        .filter((text) => text !== '')
        .map(Number),
    )
  } catch {
    return []
  }
}

/** Bytes resident of a process and all that descend from it. */
const memoryOf = (proc: string, pid: number): number =>
  childrenOf(proc, pid).reduce(
    (sum, child) => sum + memoryOf(proc, child),
    readProcess(proc, pid)?.memory ?? 0,
  )

/**
 * The process of ours, or among those we descend from, that its own namespace calls `innerPid`. A link of a process
 * table leads to the reader as that table's namespace numbers it.
 */
const ancestor = (proc: string, innerPid: number): number | undefined => {
  let pid = Number(readlinkSync(`${proc}/self`))
  while (pid > 0) {
    const process = readProcess(proc, pid)
    if (!process || process.innerPid === innerPid) return process && pid
    pid = process.parent
  }
  return undefined
}

/**
 * The children of a process manager, and what they and their own ones hold in memory. The manager's numbers are those
 * of its own pid namespace, the answers' those of the process table that is read.
 * @param proc where proc(5) of the outermost namespace is mounted
 * @param managerPid the manager as its own namespace calls it
 * @returns by the inner pid
 */
export const childrenUsage = (
  proc: string,
  managerPid: number,
): ReadonlyMap<number, { pid: number; memory: number }> => {
  const manager = ancestor(proc, managerPid) ?? managerPid
  const found = new Map<number, { pid: number; memory: number }>()
  for (const pid of childrenOf(proc, manager)) {
    const process = readProcess(proc, pid)
    if (process) found.set(process.innerPid, { pid, memory: memoryOf(proc, pid) })
  }
  return found
}
