import { lstat, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** One task on the mail store: JSON on standard input, the result as JSON on standard output. Runs as vmail. */
export interface MailStoreTask {
  readonly action: 'discard' | 'restore' | 'purge'
  readonly store: string
  readonly trash: string
  readonly home_id: string
  readonly mailbox_id: number
  readonly trash_date: string
}

/** @throws Error when a link or a file stands where a folder belongs: it is never followed */
const isFolder = async (path: string): Promise<boolean> => {
  try {
    if ((await lstat(path)).isDirectory()) return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
  throw new Error('something that is no folder stands in the place of a mailbox')
}

/** Bytes of all files below; links count as themselves. */
const sizeOf = async (path: string): Promise<number> => {
  let sum = 0
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const child = join(path, entry.name)
    if (entry.isDirectory()) sum += await sizeOf(child)
    else if (entry.isFile()) sum += (await lstat(child)).size
  }
  return sum
}

const places = ({ store, trash, home_id, mailbox_id, trash_date }: MailStoreTask) => ({
  shelf: join(store, home_id.slice(0, 2)),
  home: join(store, home_id.slice(0, 2), home_id),
  day: join(trash, trash_date),
  kept: join(trash, trash_date, String(mailbox_id)),
})

/** Mail that was being delivered during the first move makes the home again: it joins what lies in the trash. */
const discard = async (task: MailStoreTask) => {
  const { home, day, kept } = places(task)
  if (await isFolder(home)) {
    await mkdir(day, { recursive: true, mode: 0o700 })
    await rename(home, (await isFolder(kept)) ? join(kept, `late-${Date.now()}`) : kept)
  }
  const moved = await isFolder(kept)
  return { moved, size_bytes: moved ? await sizeOf(kept) : 0 }
}

const restore = async (task: MailStoreTask) => {
  const { shelf, home, day, kept } = places(task)
  if (!(await isFolder(kept))) return { moved: await isFolder(home) }
  if (await isFolder(home)) throw new Error('the mailbox has mail in its place already')
  await mkdir(shelf, { recursive: true, mode: 0o700 })
  await rename(kept, home)
  await rmdir(day).catch(() => {})
  return { moved: true }
}

const purge = async (task: MailStoreTask) => {
  const { day, kept } = places(task)
  const there = await isFolder(kept)
  if (there) await rm(kept, { recursive: true })
  await rmdir(day).catch(() => {})
  return { purged: there }
}

const actions = { discard, restore, purge }

try {
  const task: MailStoreTask = JSON.parse(await text(process.stdin))
  process.stdout.write(JSON.stringify(await actions[task.action](task)))
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
