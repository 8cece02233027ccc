import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { TRACE_DAYS } from '@mc/shared/rules'

const fileBeside = (index: string): string => join(dirname(index), 'keep-days')

/** Days that the index keeps. The panel writes the setting here, since the ingest process reads no database of its. */
export const readKeep = (index: string): number => {
  try {
    const days = Number(readFileSync(fileBeside(index), 'utf8'))
    return Number.isInteger(days) && days > 0 ? days : TRACE_DAYS
  } catch {
    return TRACE_DAYS
  }
}

export const writeKeep = (index: string, days: number): void => {
  mkdirSync(dirname(index), { recursive: true, mode: 0o700 })
  const fresh = `${fileBeside(index)}.new`
  writeFileSync(fresh, `${days}\n`, { mode: 0o600 })
  renameSync(fresh, fileBeside(index))
}
