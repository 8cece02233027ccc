import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { tryLock } from './lock.mjs'
import { inside } from './paths.mjs'
import { Stop } from './say.mjs'

/** Who holds the folder, for the message only: the lock decides. */
const owner = 'launcher.pid'
const marks = [owner, 'format.json']

const prepare = (dir) => {
  try {
    mkdirSync(dir, { recursive: true })
    const names = readdirSync(dir)
    if (names.length > 0 && !marks.some((mark) => names.includes(mark))) {
      throw new Stop(
        `${dir} holds other files and is no state folder; set MC_STATE_DIR to an empty one.`,
      )
    }
    // Mail stack and panel run under ids of their own and must get through; what is private stands in closed folders.
    if ((statSync(dir).mode & 0o777) !== 0o755) chmodSync(dir, 0o755)
  } catch (error) {
    if (error instanceof Stop) throw error
    if (error.code === 'EACCES' || error.code === 'EPERM') {
      throw new Stop(
        `${dir} belongs to another user (${error.code}); start as that user or set MC_STATE_DIR.`,
      )
    }
    throw new Stop(`The state folder ${dir} cannot be used: ${error.message}`)
  }
}

/**
 * Makes the state folder and takes its lock for as long as this process lives.
 * @throws Stop when another start holds it
 */
export const openState = (dir) => {
  prepare(dir)
  const file = join(dir, owner)
  if (tryLock(dir) === undefined) {
    const pid = existsSync(file) ? readFileSync(file, 'utf8').trim() : 'unknown'
    throw new Stop(`Mission Control already runs on ${dir} (process ${pid}). Stop that one first.`)
  }
  try {
    writeFileSync(file, `${process.pid}\n`)
  } catch (error) {
    throw new Stop(
      `${dir} cannot be written (${error.code}); start as its owner or set MC_STATE_DIR.`,
    )
  }
}

/**
 * Processes in a private namespace of ours (told by the name of its tmpfs, see ../sandbox/enter.sh) whose state folder
 * is this very one, whatever name it has had since.
 */
const leftovers = (dir) => {
  const own = statSync(dir)
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const mounts = readFileSync(`/proc/${pid}/mountinfo`, 'utf8')
        if (!mounts.includes(' - tmpfs mission-control ')) return false
        const seen = statSync(`/proc/${pid}/root${inside.state}`)
        return seen.dev === own.dev && seen.ino === own.ino
      } catch {
        return false
      }
    })
    .map(Number)
}

/** Ends what a start that was killed has left behind. Root only: nobody else makes a private namespace. */
export const endLeftovers = async (dir) => {
  for (let tries = 0; tries < 100; tries++) {
    const pids = leftovers(dir)
    if (pids.length === 0) return
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // Gone in between.
      }
    }
    await delay(50)
  }
  throw new Stop(
    `Processes of an earlier start on ${dir} do not end: ${leftovers(dir).join(', ')}.`,
  )
}
