import type { FileHandle } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'

/** Bytes that are read and indexed at a time; what the process needs in memory follows from it. */
const CHUNK = 1024 * 1024
/** What has no end of line in so many bytes is no log. */
const MOST_LINE = 65_536

export interface Piece {
  readonly lines: string[]
  /** Bytes from the beginning of the file to the end of the last line. */
  readonly end: number
}

const split = (bytes: Buffer): string[] => {
  const lines = bytes.toString('utf8').split('\n')
  lines.pop()
  return lines
}

/** Whole lines only; a last one that is still being written stays for the next time. */
const wholeLines = (bytes: Buffer, from: number): Piece | undefined => {
  const end = bytes.lastIndexOf(10) + 1
  if (end > 0) return { lines: split(bytes.subarray(0, end)), end: from + end }
  return bytes.length >= MOST_LINE ? { lines: [], end: from + bytes.length } : undefined
}

/** The lines of a plain file from a byte on, as far as it is written now. */
export async function* linesOf(handle: FileHandle, from: number): AsyncGenerator<Piece> {
  const buffer = Buffer.allocUnsafe(CHUNK)
  for (let offset = from; ; ) {
    const { bytesRead } = await handle.read(buffer, 0, CHUNK, offset)
    const piece = wholeLines(buffer.subarray(0, bytesRead), offset)
    if (!piece) return
    yield piece
    offset = piece.end
  }
}

/** A last line without an end, of a file that nobody writes to any more. */
export const lastLine = async (handle: FileHandle, from: number): Promise<Piece | undefined> => {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(MOST_LINE), 0, MOST_LINE, from)
  if (bytesRead === 0) return undefined
  return { lines: [buffer.toString('utf8', 0, bytesRead)], end: from + bytesRead }
}

/** The lines of a compressed file; offsets are those of its content. */
export async function* zippedLinesOf(handle: FileHandle, from: number): AsyncGenerator<Piece> {
  let offset = 0
  let parts: Buffer[] = []
  let length = 0
  const gather = (): Buffer => {
    const all = Buffer.concat(parts)
    parts = []
    length = 0
    return all
  }
  const source = handle.createReadStream({ start: 0, autoClose: false }).pipe(createGunzip())
  for await (const given of source) {
    const part: Buffer = given
    const skip = Math.max(0, Math.min(part.length, from - offset - length))
    if (skip > 0) offset += skip
    if (skip === part.length) continue
    parts.push(part.subarray(skip))
    length += part.length - skip
    if (length < CHUNK) continue
    const all = gather()
    const piece = wholeLines(all, offset)
    if (!piece) continue
    yield piece
    parts = [all.subarray(piece.end - offset)]
    length = all.length - (piece.end - offset)
    offset = piece.end
  }
  const rest = gather()
  if (rest.length > 0) {
    yield { lines: rest.toString('utf8').replace(/\n$/, '').split('\n'), end: offset + rest.length }
  }
}
