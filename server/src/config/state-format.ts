import { accessSync, constants, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Raised by each release after which an older one must not touch the state folder any more. */
export const STATE_FORMAT = 1

/** The state is not one that this version may touch; the message is for the administrator. */
export class StateRefusedError extends Error {}

const fileIn = (stateDir: string): string => join(stateDir, 'format.json')

const read = (stateDir: string): number | undefined => {
  let text: string
  try {
    text = readFileSync(fileIn(stateDir), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  const format: unknown = Object(JSON.parse(text)).format
  if (typeof format === 'number' && Number.isInteger(format) && format > 0) return format
  throw new Error('no number')
}

/**
 * Refuses a state folder that a newer version has used. Changes nothing.
 * @throws StateRefusedError
 */
export const checkStateFormat = (stateDir: string): void => {
  let found: number | undefined
  try {
    found = read(stateDir)
  } catch (cause) {
    throw new StateRefusedError(
      'The file format.json in the state folder is damaged, so it is not known which version may use the folder. ' +
        'Nothing was changed. Restore the file from a backup.',
      { cause },
    )
  }
  if (found !== undefined && found > STATE_FORMAT) {
    throw new StateRefusedError(
      `The state folder was used by a newer version (its format is ${found}, this version knows up to ` +
        `${STATE_FORMAT}). Nothing was changed. Start that version, or restore a copy from before the update.`,
    )
  }
}

/** Writes this version's format, whole or not at all; nothing to do when it stands there or the folder is another's. */
export const markStateFormat = (stateDir: string): void => {
  if (read(stateDir) === STATE_FORMAT) return
  try {
    accessSync(stateDir, constants.W_OK)
  } catch {
    return
  }
  const temporary = `${fileIn(stateDir)}.new`
  writeFileSync(temporary, `${JSON.stringify({ format: STATE_FORMAT })}\n`, { mode: 0o644 })
  renameSync(temporary, fileIn(stateDir))
}
