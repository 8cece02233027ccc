import { readFileSync } from 'node:fs'

const stat = (pid) => {
  try {
    // pid (name) state ppid …; the name may hold spaces and parentheses.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { ppid: Number(fields[1]), start: fields[19] }
  } catch {
    return undefined
  }
}

const isShellOfNpm = (pid) => {
  try {
    const [shell = '', flag] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return process.env.npm_lifecycle_event !== undefined && /sh$/.test(shell) && flag === '-c'
  } catch {
    return false
  }
}

/**
 * Calls `gone` once the process that started this one has ended: npm does not hand SIGTERM on, and a killed one cannot.
 * Between npm and us there may stand its `sh -c`, which outlives it; then npm itself is watched too.
 */
export const watchParent = (gone) => {
  const parent = process.ppid
  if (parent <= 1) return
  const npm = isShellOfNpm(parent) ? stat(parent)?.ppid : undefined
  const started = npm === undefined ? undefined : stat(npm)?.start
  const timer = setInterval(() => {
    const orphaned = process.ppid !== parent || (npm !== undefined && stat(npm)?.start !== started)
    if (!orphaned) return
    clearInterval(timer)
    gone()
  }, 300)
  timer.unref()
}
