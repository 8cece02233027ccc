import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  lchownSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Layout, Owner } from '../layout/index.ts'
import { gidOf } from './accounts.ts'

const ROOT: Owner = { uid: 0, gid: 0 }
const isRoot = (): boolean => process.getuid?.() === 0

/** Sets owner and mode where they differ. Only root gives files away; anybody else keeps all as his own. */
const own = (path: string, { uid, gid }: Owner, mode: number): void => {
  const now = statSync(path)
  if (isRoot() && (now.uid !== uid || now.gid !== gid)) chownSync(path, uid, gid)
  if ((now.mode & 0o7777) !== mode) chmodSync(path, mode)
}

const folder = (path: string, owner: Owner, mode: number): void => {
  mkdirSync(path, { recursive: true, mode })
  own(path, owner, mode)
}

/** What a start without root has left: everything below belonged to that user. Links are not followed. */
const adopt = (dir: string, { uid, gid }: Owner): void => {
  if (!isRoot() || statSync(dir).uid === uid) return
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(dir, name), uid, gid)
  }
  lchownSync(dir, uid, gid)
}

/**
 * The published look-up file, made in WAL mode with both side files by the one who owns the folder. The panel may write
 * all three but unlink none, so a reader that may only read finds them whether the panel runs, has stopped or was
 * killed; SQLite takes empty side files for a clean database. Root must never be the last to close the file: SQLite would
 * unlink them.
 */
export const ensureLookupFile = (layout: Layout): void => {
  const { dir, database } = layout.maps
  // root's where Postfix is not installed: then nobody reads the file but the panel.
  const group = isRoot() ? (gidOf(layout, layout.stack.users.postfix) ?? 0) : 0
  folder(dir, { uid: 0, gid: group }, isRoot() ? 0o751 : 0o700)
  if (!existsSync(database)) {
    const fresh = `${database}.new`
    rmSync(fresh, { force: true })
    const db = new DatabaseSync(fresh)
    db.exec('PRAGMA journal_mode = WAL')
    db.close()
    renameSync(fresh, database)
  }
  const side = [`${database}-wal`, `${database}-shm`]
  for (const file of side) if (!existsSync(file)) closeSync(openSync(file, 'wx', 0o640))
  for (const file of [database, ...side]) own(file, { uid: layout.panel.uid, gid: group }, 0o640)
}

/**
 * Makes the folders that must stand before panel and agent start, with their owners and modes. May be repeated; mends
 * what differs, such as the group of the look-up file once Postfix has been installed.
 */
export const ensureState = (layout: Layout): void => {
  const { panel, agent } = layout
  // Made open: what is private is closed one level below. One that stands keeps its rights.
  mkdirSync(dirname(agent.dir), { recursive: true, mode: 0o755 })
  folder(dirname(agent.socketDir), ROOT, 0o755)
  folder(agent.dir, ROOT, 0o700)
  folder(agent.socketDir, { uid: 0, gid: panel.gid }, 0o750)
  mkdirSync(panel.dir, { recursive: true, mode: 0o700 })
  adopt(panel.dir, panel)
  own(panel.dir, panel, 0o700)
  ensureLookupFile(layout)
}
