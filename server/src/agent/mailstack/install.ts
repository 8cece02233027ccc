import { lstat, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Layout } from '../../layout/index.ts'
import { gidOf } from '../accounts.ts'
import { ensureFolder, type Rights, writeAtomic } from './files.ts'
import { known } from './folders.ts'
import type { RenderedFile } from './rendered.ts'

const rightsOf = (layout: Layout, file: RenderedFile): Rights => ({
  mode: file.mode,
  uid: 0,
  gid: file.group === undefined ? 0 : known(gidOf(layout, file.group), `group ${file.group}`),
})

interface Kept {
  readonly path: string
  /** Undefined when nothing stood there. */
  readonly content: Buffer | undefined
  readonly rights: Rights
}

const keep = async (path: string, rights: Rights): Promise<Kept> => {
  try {
    const [content, now] = await Promise.all([readFile(path), lstat(path)])
    return { path, content, rights: { mode: now.mode & 0o7777, uid: now.uid, gid: now.gid } }
  } catch {
    return { path, content: undefined, rights }
  }
}

/** Whether exactly this file, with these rights, stands already. */
export const isInstalled = async (layout: Layout, file: RenderedFile): Promise<boolean> => {
  const rights = rightsOf(layout, file)
  const now = await keep(file.path, rights)
  return (
    now.content?.equals(Buffer.from(file.text)) === true &&
    now.rights.mode === rights.mode &&
    now.rights.uid === rights.uid &&
    now.rights.gid === rights.gid
  )
}

/** Writes complete files, each in one rename. @returns what puts the old ones back, in any state it is called in */
export const install = async (
  layout: Layout,
  files: readonly RenderedFile[],
): Promise<() => Promise<void>> => {
  const kept = await Promise.all(files.map((file) => keep(file.path, rightsOf(layout, file))))
  const putBack = async (): Promise<void> => {
    for (const { path, content, rights } of kept) {
      if (content === undefined) await rm(path, { force: true })
      else await writeAtomic(path, content, rights)
    }
  }
  try {
    for (const file of files) await writeAtomic(file.path, file.text, rightsOf(layout, file))
  } catch (error) {
    await putBack()
    throw error
  }
  return putBack
}

/** Writes a complete set for the checkers, with the same rights. Nothing outside the staging folder is touched. */
export const stage = async (layout: Layout, files: readonly RenderedFile[]): Promise<void> => {
  const { staged } = layout.stack
  await ensureFolder(staged, { mode: 0o700, uid: 0, gid: 0 })
  const outside = files.find(({ path }) => !path.startsWith(`${staged}/`))
  if (outside) throw new Error(`${outside.path} lies in no folder that can be staged`)
  for (const folder of new Set(files.map(({ path }) => dirname(path)))) {
    await ensureFolder(folder, { mode: 0o755, uid: 0, gid: 0 })
  }
  for (const file of files) await writeAtomic(file.path, file.text, rightsOf(layout, file))
}
