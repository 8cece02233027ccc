import { randomBytes } from 'node:crypto'
import { chmod, chown, lstat, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface Rights {
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/**
 * Puts a whole file in place or leaves the old one: temporary name (`O_EXCL`, so nothing planted is followed), rights
 * before content, fsync, rename, fsync of the folder.
 */
export const writeAtomic = async (
  path: string,
  content: string | Buffer,
  rights: Rights,
): Promise<void> => {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  const file = await open(temporary, 'wx', 0o600)
  try {
    await file.chown(rights.uid, rights.gid)
    await file.chmod(rights.mode)
    await file.writeFile(content)
    await file.sync()
    await file.close()
    await rename(temporary, path)
  } catch (error) {
    await file.close().catch(() => {})
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

export const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** A folder with exactly these rights. @throws Error when something else, a link included, has its name */
export const ensureFolder = async (path: string, rights: Rights): Promise<void> => {
  // Parents that are missing get the usual mode: `mode` would close them too.
  await mkdir(dirname(path), { recursive: true })
  await mkdir(path, { recursive: true, mode: rights.mode })
  const now = await lstat(path)
  if (!now.isDirectory()) throw new Error(`${path} should be a folder and is something else`)
  if (now.uid !== rights.uid || now.gid !== rights.gid) await chown(path, rights.uid, rights.gid)
  if ((now.mode & 0o7777) !== rights.mode) await chmod(path, rights.mode)
}
