import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Queues that hold messages, in the order in which one goes through them. */
export const messageQueues = ['maildrop', 'incoming', 'active', 'deferred', 'hold'] as const
export type MessageQueue = (typeof messageQueues)[number]

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** What `read` gives, or undefined where the file or folder is not there: messages move while we look. */
export const ifThere = async <T>(read: Promise<T>): Promise<T | undefined> => {
  try {
    return await read
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** A folder of a queue: its messages' names, and its sub-folders (hash_queue_depth), which have one character. */
const readFolder = async (path: string): Promise<{ files: number; folders: string[] }> => {
  const names = (await ifThere(readdir(path))) ?? []
  const folders = names.filter((name) => name.length === 1)
  return { files: names.length - folders.length, folders: folders.map((name) => join(path, name)) }
}

interface Known {
  readonly changed: bigint
  readonly files: number
  readonly folders: readonly string[]
}

/** A folder's stamp has the kernel's tick as its step: what changed within the same tick would not be noticed. */
const TICK_NS = 50_000_000n

/**
 * Counts the files below a folder. A folder whose stamp has not changed since it was last counted is not read again,
 * so that a queue of 20,000 at rest costs a stat of each of its sixteen folders.
 */
export const createCounter = (now: () => number = Date.now) => {
  const known = new Map<string, Known>()
  const countFolder = async (path: string): Promise<number> => {
    const found = await ifThere(stat(path, { bigint: true }))
    if (!found) {
      known.delete(path)
      return 0
    }
    let entry = known.get(path)
    if (entry?.changed !== found.mtimeNs) {
      const settled = BigInt(now()) * 1_000_000n - found.mtimeNs > TICK_NS
      entry = { changed: settled ? found.mtimeNs : -1n, ...(await readFolder(path)) }
      known.set(path, entry)
    }
    const below = await Promise.all(entry.folders.map(countFolder))
    return below.reduce((sum, files) => sum + files, entry.files)
  }
  return countFolder
}

/** All folders of a queue that may hold messages. */
const foldersOf = async (path: string): Promise<string[]> => {
  const { folders } = await readFolder(path)
  return [path, ...(await Promise.all(folders.map(foldersOf))).flat()]
}

export interface Place {
  readonly queue: MessageQueue
  readonly path: string
}

/** Finds messages by id, without reading any. */
export const createFinder = async (spool: string) => {
  const places = await Promise.all(
    messageQueues.map(async (queue) => ({ queue, folders: await foldersOf(join(spool, queue)) })),
  )
  return async (id: string): Promise<Place | undefined> => {
    for (const { queue, folders } of places) {
      for (const folder of folders) {
        const path = join(folder, id)
        if (await ifThere(stat(path))) return { queue, path }
      }
    }
    return undefined
  }
}

/** The file of one message's reasons, or undefined: bounce(8) keeps them in a queue hashed like `deferred`. */
export const findDeferLog = async (spool: string, id: string): Promise<string | undefined> => {
  for (const folder of await foldersOf(join(spool, 'defer'))) {
    const path = join(folder, id)
    if (await ifThere(stat(path))) return path
  }
  return undefined
}
