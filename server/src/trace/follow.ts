import { type FileHandle, open, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { lastLine, linesOf, type Piece, zippedLinesOf } from './lines-of.ts'
import { headOf, type LogFile, logFiles, toRead } from './log-files.ts'
import type { Position } from './types.ts'

const LOOK_MS = 200
const HEAD_BYTES = 16_384
const SETTLED_MS = 2000

const pause = (signal: AbortSignal): Promise<void> =>
  delay(LOOK_MS, undefined, { signal }).catch(() => {})

/** What goes into the index at once. */
export interface Batch {
  readonly lines: readonly string[]
  readonly position: Position
  /** When the file was written last, for stamps without a year. */
  readonly writtenAt: number
  /** Bytes of this file that are still to be read. */
  readonly behind: number
}

interface Reached {
  readonly position: Position | undefined
  readonly readTo: number
}

const at = (file: LogFile, head: string, offset: number): Position => ({
  dev: file.dev,
  ino: file.ino,
  head,
  offset,
})

const batch = (file: LogFile, head: string, { lines, end }: Piece, size: number): Batch => ({
  lines,
  position: at(file, head, end),
  writtenAt: file.writtenAt,
  behind: Math.max(0, size - end),
})

/** Opens the file that was planned; undefined when the name has come to mean another one. */
const openPlanned = async ({ path, dev, ino }: LogFile): Promise<FileHandle | undefined> => {
  const handle = await open(path, 'r').catch(() => undefined)
  const stats = await handle?.stat()
  if (String(stats?.dev) === dev && String(stats?.ino) === ino) return handle
  await handle?.close()
  return undefined
}

/**
 * A file behind which the log has gone on, to its end.
 * @returns false when it was not there any more: what follows must not be read before it was looked for
 */
async function* finished(file: LogFile, offset: number): AsyncGenerator<Batch, boolean> {
  const { head } = file
  const handle = await openPlanned(file)
  if (!handle || head === undefined) return false
  try {
    if (file.zipped) {
      for await (const piece of zippedLinesOf(handle, offset)) yield batch(file, head, piece, 0)
      return true
    }
    let end = offset
    for await (const piece of linesOf(handle, offset)) {
      end = piece.end
      yield batch(file, head, piece, file.size)
    }
    const rest = await lastLine(handle, end)
    if (rest) yield batch(file, head, rest, 0)
    return true
  } finally {
    await handle.close()
  }
}

const readHead = async (handle: FileHandle): Promise<string | undefined> => {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
  return headOf(buffer.subarray(0, bytesRead))
}

/** Asks whether files were made, renamed or removed since it asked last. @param path of the log */
const folderOf = (path: string): (() => Promise<boolean>) => {
  let seen = 0
  return async () => {
    const { mtimeMs } = await stat(dirname(path))
    // Two changes within one tick of the file system's clock leave the same time.
    const changed = mtimeMs !== seen || Date.now() - mtimeMs < SETTLED_MS
    seen = mtimeMs
    return changed
  }
}

/**
 * Whether the log goes on in another file: renamed and made anew (once the new one has been written to: until then the
 * daemon still writes to the old one), or shortened in its place. The new one may have been written to, copied and
 * shortened since: then it is empty again, and what it said is in a later file.
 */
const movedOn = async (
  handle: FileHandle,
  path: string,
  reached: { readonly head: string; readonly offset: number },
  folderChanged: () => Promise<boolean>,
): Promise<boolean> => {
  const own = await handle.stat()
  if (own.size < reached.offset || (await readHead(handle)) !== reached.head) return true
  const there = await stat(path).catch(() => undefined)
  if (there?.ino === own.ino && there.dev === own.dev) return false
  if (there && there.size > 0) return true
  if (!(await folderChanged())) return false
  const newest = (await logFiles(path)).at(-1)
  return newest !== undefined && newest.head !== reached.head
}

/** The newest file, as it is written, until the log goes on in another one. @param path of the log */
async function* growing(
  file: LogFile,
  from: number,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<Batch | undefined> {
  const handle = await openPlanned(file)
  const { head } = file
  if (!handle || head === undefined) return
  const folderChanged = folderOf(path)
  try {
    let offset = from
    for (let moved = false; !signal.aborted; ) {
      const { size, mtimeMs } = await handle.stat()
      for await (const piece of size < offset ? [] : linesOf(handle, offset)) {
        // Shortened and written to again while we read: what was read may be of either.
        if ((await readHead(handle)) !== head) return
        offset = piece.end
        yield batch({ ...file, writtenAt: mtimeMs }, head, piece, size)
        if (signal.aborted) return
      }
      // Once more to the end after the move was seen: the last lines may have come in between.
      if (moved) return
      moved = await movedOn(handle, path, { head, offset }, folderChanged)
      if (moved) continue
      yield undefined
      await pause(signal)
    }
  } finally {
    await handle.close()
  }
}

/**
 * The mail log for ever: what rotation left of it, oldest first, then the log as it is written, across rotation (by
 * renaming or by copying) and truncation. Undefined says that all has been read.
 * @param reached how far the index has got; asked again whenever the log goes on in another file
 */
export async function* followLog(
  path: string,
  reached: () => Reached,
  signal: AbortSignal,
): AsyncGenerator<Batch | undefined> {
  while (!signal.aborted) {
    const { position, readTo } = reached()
    const plan = toRead(await logFiles(path), position, readTo)
    const last = plan.pop()
    let here = true
    for (const { file, offset } of plan) {
      if (here && !signal.aborted) here = yield* finished(file, offset)
    }
    if (!here) continue
    if (last && !last.file.zipped) yield* growing(last.file, last.offset, path, signal)
    else {
      if (last) yield* finished(last.file, last.offset)
      yield undefined
      await pause(signal)
    }
  }
}
