import { type FileHandle, open, stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { lastLine, linesOf, type Piece, zippedLinesOf } from './lines-of.ts'
import { headOf, type LogFile, logFiles, toRead } from './log-files.ts'
import type { Position } from './types.ts'

const LOOK_MS = 200
const HEAD_BYTES = 16_384

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

/** A file that is written no more, to its end. */
async function* finished(file: LogFile, offset: number): AsyncGenerator<Batch> {
  const { head } = file
  if (head === undefined) return
  if (file.zipped) {
    for await (const piece of zippedLinesOf(file.path, offset)) yield batch(file, head, piece, 0)
    return
  }
  const handle = await open(file.path, 'r')
  try {
    let end = offset
    for await (const piece of linesOf(handle, offset)) {
      end = piece.end
      yield batch(file, head, piece, file.size)
    }
    const rest = await lastLine(handle, end)
    if (rest) yield batch(file, head, rest, 0)
  } finally {
    await handle.close()
  }
}

const readHead = async (handle: FileHandle): Promise<string | undefined> => {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
  return headOf(buffer.subarray(0, bytesRead))
}

/**
 * Whether the log goes on in another file: renamed and made anew (once the new one has been written to: until then the
 * daemon still writes to the old one), or shortened in its place.
 */
const movedOn = async (
  handle: FileHandle,
  path: string,
  reached: { readonly head: string | undefined; readonly offset: number },
): Promise<boolean> => {
  const own = await handle.stat()
  if (own.size < reached.offset) return true
  if (reached.head !== undefined && (await readHead(handle)) !== reached.head) return true
  const there = await stat(path).catch(() => undefined)
  return there !== undefined && there.size > 0 && (there.ino !== own.ino || there.dev !== own.dev)
}

/** The log itself, as it is written, until it goes on in another file. */
async function* growing(
  file: LogFile,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<Batch | undefined> {
  const handle = await open(file.path, 'r').catch(() => undefined)
  // Gone since we looked: rotated, and found under its new name.
  if (!handle) return
  try {
    let { head } = file
    let offset = from
    for (let moved = false; !signal.aborted; ) {
      head ??= await readHead(handle)
      const { size, mtimeMs } = await handle.stat()
      if (head !== undefined && size >= offset) {
        for await (const piece of linesOf(handle, offset)) {
          offset = piece.end
          yield batch({ ...file, writtenAt: mtimeMs }, head, piece, size)
          if (signal.aborted) return
        }
      }
      // Once more to the end after the move was seen: the last lines may have come in between.
      if (moved) return
      moved = await movedOn(handle, file.path, { head, offset })
      if (moved) continue
      yield undefined
      await delay(LOOK_MS, undefined, { signal }).catch(() => {})
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
    for (const { file, offset } of plan) {
      if (signal.aborted) return
      if (file.path === path) yield* growing(file, offset, signal)
      else yield* finished(file, offset)
    }
    if (plan.some(({ file }) => file.path === path)) continue
    // There is no log yet, or only until it is made again.
    yield undefined
    await delay(LOOK_MS, undefined, { signal }).catch(() => {})
  }
}
