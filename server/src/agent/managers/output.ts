import { open, stat } from 'node:fs/promises'

/** Bytes and lines of what is shown; a line longer than this is cut. */
const MOST_BYTES = 32 * 1024
const MOST_LINES = 40
const MOST_CHARACTERS = 400

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  )

/**
 * Remembers where a log file ends.
 * @returns what reads the lines written since, the last ones when they are many
 */
export const followFile = async (file: string): Promise<() => Promise<string[]>> => {
  const mark = await sizeOf(file)
  return async () => {
    const size = await sizeOf(file)
    // Smaller than before: it was rotated, and all of it is new.
    const since = size < mark ? 0 : mark
    const from = Math.max(since, size - MOST_BYTES)
    if (size === from) return []
    const handle = await open(file)
    try {
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(size - from),
        0,
        size - from,
        from,
      )
      const lines = buffer.toString('utf8', 0, bytesRead).split('\n')
      return (
        lines
          // Begun in the middle.
          .slice(from > since ? 1 : 0)
          .filter((line) => line.trim() !== '')
          .slice(-MOST_LINES)
          .map((line) => line.slice(0, MOST_CHARACTERS))
      )
    } finally {
      await handle.close()
    }
  }
}
