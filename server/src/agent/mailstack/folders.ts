import type { Layout } from '../../layout/index.ts'
import { gidOf, uidOf } from '../accounts.ts'
import { ensureFolder } from './files.ts'

/** @throws Error when the package that makes the account is missing */
export const known = (id: number | undefined, what: string): number => {
  if (id !== undefined) return id
  throw new Error(`The ${what} does not exist; install the package of that daemon.`)
}

/** Makes every folder that the daemons expect, and sets its rights again where somebody changed them. */
export const ensureFolders = async (layout: Layout): Promise<void> => {
  for (const { path, mode, owner = 'root', group = 'root' } of layout.stack.folders) {
    await ensureFolder(path, {
      mode,
      uid: known(uidOf(layout, owner), `user ${owner}`),
      gid: known(gidOf(layout, group), `group ${group}`),
    })
  }
  for (const path of [layout.mail.store, layout.mail.trash]) {
    await ensureFolder(path, { mode: 0o700, uid: layout.mail.uid, gid: layout.mail.gid })
  }
}
