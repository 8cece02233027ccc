import { chmodSync, closeSync, openSync, renameSync, statSync, writeSync } from 'node:fs'

/** One operation as root remembers it. */
export interface Entry {
  readonly op: string
  /** Who the panel says it acts for: a claim, not a proof. */
  readonly actor: string | undefined
  readonly input: unknown
  /** `ok`, or the code of the failure. */
  readonly result: string
  readonly ms: number
}

export type Journal = (entry: Entry) => void

const MAX_BYTES = 10 * 1024 * 1024
const MAX_INPUT = 2000
const SECRET = /pass|secret|token|bearer|private/i

/** Input as JSON with secrets masked, cut to a length that a line bears. */
const describe = (input: unknown): string => {
  const text =
    JSON.stringify(input, (key, value: unknown) => (SECRET.test(key) ? '***' : value)) ?? 'null'
  return text.length > MAX_INPUT ? `${text.slice(0, MAX_INPUT)}… (${text.length} characters)` : text
}

const size = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

/**
 * Root's own record, one JSON line an operation, in a folder that the panel cannot read. Written before the reply
 * leaves; at 10 MB the file becomes `<file>.1`.
 */
export const openJournal = (file: string): Journal => {
  let fd = openSync(file, 'a', 0o640)
  chmodSync(file, 0o640)
  return ({ op, actor, input, result, ms }) => {
    if (size(file) > MAX_BYTES) {
      closeSync(fd)
      renameSync(file, `${file}.1`)
      fd = openSync(file, 'a', 0o640)
    }
    const at = new Date().toISOString()
    writeSync(fd, `${JSON.stringify({ at, op, actor, input: describe(input), result, ms })}\n`)
  }
}
