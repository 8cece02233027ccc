import { accessSync, constants, statSync } from 'node:fs'
import { UsageError } from './command.ts'

/**
 * Gives up root for the owner of the panel's folder, so that every file that appears belongs to the panel.
 * @throws UsageError when there is no such folder, or when it is somebody else's
 */
export const actAsOwnerOf = (dir: string): void => {
  const found = statSync(dir, { throwIfNoEntry: false })
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
    throw new UsageError(
      `Only root and the panel's own user (${uid}) may do this. Run: npm run mc -- …, as root.`,
    )
  }
}
