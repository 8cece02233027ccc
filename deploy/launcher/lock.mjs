import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { Stop } from './say.mjs'

// flock(2) on the folder itself, through util-linux: the lock belongs to the open file, which flock(1) shares with this
// process, so it outlives flock(1) and the kernel drops it when this process ends, however it ends. No file is left
// and no stale lock is possible.
const flock = (folder, flags) => {
  const fd = openSync(folder, 'r')
  const { status, error } = spawnSync('flock', [...flags, '3'], {
    stdio: ['ignore', 'ignore', 'inherit', fd],
  })
  if (error) throw new Stop(`flock (package util-linux) is needed: ${error.message}`)
  if (status === 0) return fd
  closeSync(fd)
  return undefined
}

/** Takes the folder's lock and returns its file descriptor, or undefined when another process holds it. */
export const tryLock = (folder) => flock(folder, ['--exclusive', '--nonblock'])

/** Does `work` while holding the folder's lock; waits for whoever holds it. */
export const withLock = async (folder, work) => {
  const fd = flock(folder, ['--exclusive'])
  if (fd === undefined) throw new Stop(`The lock on ${folder} could not be taken.`)
  try {
    return await work()
  } finally {
    closeSync(fd)
  }
}
