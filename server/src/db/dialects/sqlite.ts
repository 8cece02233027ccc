import { closeSync, existsSync, openSync, statSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { SqliteDatabase, SqliteStatement } from 'kysely'

/** Other processes (the command line, a second panel) may hold the write lock this long before we give up. */
const BUSY_MS = 5000
const KEPT_STATEMENTS = 300

/**
 * Opens or makes a database file of ours. Journal mode is set only on a file that we make: in the look-up folder the
 * panel cannot unlink `-wal` and `-shm`, so a switch there would fail half-way, and root has made them in WAL mode. An
 * empty one is ours as well: we were killed before.
 * @param mode of the new file; `-wal` and `-shm` get the same from SQLite
 */
export const openSqliteFile = (file: string, mode: number): DatabaseSync => {
  if (!existsSync(file)) closeSync(openSync(file, 'wx', mode))
  const made = statSync(file).size === 0
  const raw = new DatabaseSync(file, { timeout: BUSY_MS, enableForeignKeyConstraints: true })
  if (made) raw.exec('PRAGMA journal_mode = WAL')
  raw.exec(
    'PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY',
  )
  return raw
}

const toInput = (value: unknown): SQLInputValue => {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value === null || typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value === 'string' || value instanceof Uint8Array) return value
  throw new TypeError(`SQLite cannot store a ${typeof value}`)
}

/**
 * Turns what a statement gives into plain objects. node:sqlite's own row objects are slow to make and to read; arrays
 * put into objects of one shape cost a third less, and have the usual prototype.
 */
export const rowReader = (statement: StatementSync): ((values: unknown) => object) => {
  const names = statement.columns().map(({ name }) => name)
  statement.setReturnArrays(true)
  return (values) => {
    const list: readonly unknown[] = Array.isArray(values) ? values : []
    const row: Record<string, unknown> = {}
    for (let i = 0; i < names.length; i += 1) row[names[i] ?? ''] = list[i]
    return row
  }
}

/**
 * Lets Kysely's SqliteDialect run on node:sqlite. Statements are kept: preparing costs more than most of our queries.
 * Every transaction here is for writing, so it takes the write lock at once; one that began as a reader could not
 * upgrade after another process wrote.
 */
export const nodeSqlite = (raw: DatabaseSync): SqliteDatabase => {
  const kept = new Map<string, SqliteStatement>()
  const make = (sql: string): SqliteStatement => {
    const s = raw.prepare(sql === 'begin' ? 'begin immediate' : sql)
    const bind = (parameters: readonly unknown[]) => parameters.map(toInput)
    const toRow = rowReader(s)
    return {
      reader: s.columns().length > 0,
      all: (p) => s.all(...bind(p)).map(toRow),
      run: (p) => s.run(...bind(p)),
      iterate: (p) => s.iterate(...bind(p)).map(toRow),
    }
  }
  return {
    close: () => {
      kept.clear()
      // Leaves the side files empty: what cannot be unlinked should at least hold nothing to replay.
      raw.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      raw.close()
    },
    prepare: (sql) => {
      const found = kept.get(sql)
      if (found) return found
      const made = make(sql)
      if (kept.size >= KEPT_STATEMENTS) kept.delete(kept.keys().next().value ?? '')
      kept.set(sql, made)
      return made
    },
  }
}
