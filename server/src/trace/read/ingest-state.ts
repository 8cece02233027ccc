import type { DatabaseSync } from 'node:sqlite'
import type { Ingest } from '@mc/shared/contract'

/** The process says every 2 s that it is there. */
const ALIVE_MS = 10_000
/** Less is what arrives between two looks. */
const BEHIND_BYTES = 4_000_000

/** @param db undefined where there is no index yet */
export const ingestState = (db: DatabaseSync | undefined): Ingest => {
  const health = db?.prepare('select alive_at, behind from health').get()
  const position = db?.prepare('select at from position').get()
  const behind = Number(health?.behind ?? 0)
  const read_to = position ? new Date(Number(position.at)).toISOString() : null
  const alive = Date.now() - Number(health?.alive_at ?? 0) < ALIVE_MS
  if (!alive) return { state: position ? 'stopped' : 'never', read_to, behind_bytes: behind }
  return { state: behind > BEHIND_BYTES ? 'catching_up' : 'reading', read_to, behind_bytes: behind }
}
