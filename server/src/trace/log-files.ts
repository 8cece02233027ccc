import { createHash } from 'node:crypto'
import { createReadStream, type Stats } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { readStamp } from './parse/stamp.ts'
import type { Position } from './types.ts'

/** A log file as it stands now. */
export interface LogFile {
  readonly path: string
  readonly dev: string
  readonly ino: string
  /** Milliseconds since 1970 of the last write. */
  readonly writtenAt: number
  readonly size: number
  readonly zipped: boolean
  /** SHA-256 of the first line; undefined until that is whole. */
  readonly head: string | undefined
  /** Time of the first line. */
  readonly firstAt: number | undefined
}

/** A first line is looked for within this. */
const HEAD_BYTES = 16_384

const hash = (line: Buffer): string => createHash('sha256').update(line).digest('hex')

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

const unpacked = async (path: string): Promise<Buffer> => {
  const parts: Buffer[] = []
  let length = 0
  const source = createReadStream(path)
  try {
    for await (const part of source.pipe(createGunzip())) {
      parts.push(part)
      length += part.length
      if (length >= HEAD_BYTES) break
    }
  } finally {
    source.destroy()
  }
  return Buffer.concat(parts).subarray(0, HEAD_BYTES)
}

interface Look {
  readonly stats: Stats
  readonly bytes: Buffer
}

/** The size, and then the beginning: shortened in between, the beginning tells. */
const look = async (path: string): Promise<Look> => {
  const handle = await open(path, 'r')
  try {
    const stats = await handle.stat()
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return { stats, bytes: buffer.subarray(0, bytesRead) }
  } finally {
    await handle.close()
  }
}

/** What tells a file from every other, whatever its name: undefined while the first line is not whole. */
export const headOf = (bytes: Buffer): string | undefined => {
  const end = bytes.indexOf(10)
  return end < 0 ? undefined : hash(bytes.subarray(0, end))
}

interface Entry {
  readonly path: string
  readonly stats: Stats
}

const describe = async ({ path, stats: listed }: Entry): Promise<LogFile> => {
  const zipped = path.endsWith('.gz')
  const nothing = { stats: listed, bytes: Buffer.alloc(0) }
  // A file that cannot be unpacked holds nothing for us.
  const { stats, bytes } = zipped
    ? { stats: listed, bytes: await unpacked(path).catch(() => nothing.bytes) }
    : await look(path).catch((error: unknown) => {
        if (isGone(error)) return nothing
        throw error
      })
  const head = headOf(bytes)
  const line = head === undefined ? '' : bytes.subarray(0, bytes.indexOf(10)).toString()
  return {
    path,
    dev: String(stats.dev),
    ino: String(stats.ino),
    writtenAt: stats.mtimeMs,
    size: stats.size,
    zipped,
    head,
    firstAt: readStamp(line, stats.mtimeMs)?.at,
  }
}

/** Names and files as they are at one moment; undefined when one went away under our eyes. */
const entriesOf = async (path: string): Promise<Entry[] | undefined> => {
  const name = basename(path)
  const there = await readdir(dirname(path)).catch((error: unknown) => {
    if (isGone(error)) return []
    throw error
  })
  const names = there.filter(
    (one) => one.startsWith(name) && /^(?:[.-]\d+(?:\.gz)?)?$/.test(one.slice(name.length)),
  )
  const entries: Entry[] = []
  for (const one of names) {
    const found = join(dirname(path), one)
    const stats = await stat(found).catch((error: unknown) => {
      if (isGone(error)) return undefined
      throw error
    })
    if (!stats) return undefined
    if (stats.isFile()) entries.push({ path: found, stats })
  }
  return entries
}

const marks = (entries: readonly Entry[] | undefined): string =>
  (entries ?? []).map(({ path, stats }) => `${path} ${stats.dev}:${stats.ino}`).join('\n')

/** The log while it is copied, and its copy, are one; so are a file while it is packed and its packed copy. */
const once = (files: readonly LogFile[], path: string): LogFile[] => {
  const log = files.find((file) => file.path === path)
  return files.filter(
    (file) =>
      file === log ||
      (file.head !== log?.head &&
        !(file.zipped && files.some(({ zipped, head }) => !zipped && head === file.head))),
  )
}

/**
 * The log and what rotation has made of it (logrotate(8): `.1`, `.2.gz`, `-20260102`), oldest first, the log last. Files
 * without a first line hold nothing yet and are left out. Rotation may go on meanwhile: looked at until twice the same.
 * The log is looked at first: once it is seen shortened (`copytruncate`), the copy that is looked at later is whole.
 */
export const logFiles = async (path: string): Promise<LogFile[]> => {
  for (;;) {
    const entries = await entriesOf(path)
    if (!entries) continue
    const logFirst = entries.toSorted((a, b) => Number(b.path === path) - Number(a.path === path))
    const files: LogFile[] = []
    for (const one of logFirst) files.push(await describe(one))
    if (marks(await entriesOf(path)) !== marks(entries)) continue
    const begun = once(
      files.filter(({ head }) => head !== undefined),
      path,
    )
    const age = (file: LogFile): number =>
      file.path === path ? Number.POSITIVE_INFINITY : (file.firstAt ?? file.writtenAt)
    return begun.sort((a, b) => age(a) - age(b))
  }
}

/** What is to be read: which files, in order, from which byte. */
export const toRead = (
  files: readonly LogFile[],
  position: Position | undefined,
  /** Time of the last line that was read. */
  readTo: number,
): { file: LogFile; offset: number }[] => {
  const whole = (file: LogFile) => ({ file, offset: 0 })
  if (position === undefined) return files.map(whole)
  const { dev, ino, head, offset } = position
  const same = files.filter((file) => file.head === head && (file.zipped || file.size >= offset))
  const found = same.find((file) => file.dev === dev && file.ino === ino) ?? same[0]
  if (found) {
    const later = files.slice(files.indexOf(found) + 1).filter((file) => file.head !== head)
    return [{ file: found, offset }, ...later.map(whole)]
  }
  // The file that we were in is gone: what began after our last line has not been read, nor has the log itself.
  return files
    .filter((file, index) => index === files.length - 1 || (file.firstAt ?? 0) > readTo)
    .map(whole)
}
