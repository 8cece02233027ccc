import { accessSync, constants, statSync } from 'node:fs'
import { UsageError } from './command.ts'

const notYours = (): UsageError =>
  new UsageError("Only root and the panel's own user may do this. As root: npm run mc -- …")

const statOf = (dir: string) => {
  try {
    return statSync(dir, { throwIfNoEntry: false })
  } catch {
    // The way to it is closed.
    throw notYours()
  }
}

/**
 * Gives up root for the owner of the panel's folder, so that every file that appears belongs to the panel.
 * @throws UsageError when there is no such folder, or when it is somebody else's
 */
export const actAsOwnerOf = (dir: string): void => {
  const found = statOf(dir)
  if (!found) {
    throw new UsageError(
      'There is no panel in this state folder yet. Start it once with npm start, or set MC_STATE_DIR.',
    )
  }
  const { uid, gid } = found
  if (process.getuid?.() === 0 && uid !== 0) {
    process.setgroups?.([])
    process.setgid?.(gid)
    process.setuid?.(uid)
  }
  process.umask(0o077)
  try {
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    throw notYours()
  }
}
