import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { isMissingTable } from '../errors.ts'
import type { DatabaseKind } from '../kind.ts'
import { start as mailStart } from './mail/0001-start.ts'
import { start as panelStart } from './panel/0001-start.ts'
import { jobs } from './panel/0002-jobs.ts'
import { dkim } from './panel/0003-dkim.ts'
import { dns } from './panel/0004-dns.ts'
import { stats } from './panel/0005-stats.ts'

export type DatabaseName = 'panel' | 'mail'
type Step = (db: Kysely<unknown>, kind: DatabaseKind) => Promise<void>

/** Static maps, in order. A released step is never changed; a later one mends it. */
const steps: Readonly<Record<DatabaseName, Readonly<Record<string, Step>>>> = {
  panel: {
    '0001-start': panelStart,
    '0002-jobs': jobs,
    '0003-dkim': dkim,
    '0004-dns': dns,
    '0005-stats': stats,
  },
  mail: { '0001-start': mailStart },
}

export interface MigrationState {
  readonly executed: readonly string[]
  readonly pending: readonly string[]
  /** Steps it has had that this version does not know. */
  readonly unknown: readonly string[]
  /** Runs the pending steps. @throws the error of the step that failed; a rerun continues there. */
  run(): Promise<void>
}

/** Names of the steps a database has had; empty for a new one. */
const executedSteps = async <T>(db: Kysely<T>, name: DatabaseName): Promise<string[]> => {
  const table = sql.table(`${name}_migrations`)
  try {
    const { rows } = await sql<{ name: string }>`select name from ${table}`.execute(db)
    return rows.map((row) => row.name)
  } catch (error) {
    // Asked so and not of the catalogue, which MariaDB gathers anew for every question.
    if (isMissingTable(error)) return []
    throw error
  }
}

const runSteps = async <T>(
  db: Kysely<T>,
  name: DatabaseName,
  kind: DatabaseKind,
): Promise<void> => {
  const migrations = Object.fromEntries(
    Object.entries(steps[name]).map(([step, up]): [string, Migration] => [
      step,
      { up: (on) => up(on, kind) },
    ]),
  )
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: `${name}_migrations`,
    migrationLockTableName: `${name}_migrations_lock`,
  }).migrateToLatest()
  if (error) throw error
}

/** How far a database is. Changes nothing. */
export const migrationState = async <T>(
  db: Kysely<T>,
  name: DatabaseName,
  kind: DatabaseKind,
): Promise<MigrationState> => {
  const executed = await executedSteps(db, name)
  const known = Object.keys(steps[name])
  return {
    executed,
    pending: known.filter((step) => !executed.includes(step)),
    unknown: executed.filter((step) => !known.includes(step)),
    run: () => runSteps(db, name, kind),
  }
}
