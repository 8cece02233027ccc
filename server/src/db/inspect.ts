import type { Databases } from './index.ts'
import { type DatabaseName, migrationState } from './migrations/index.ts'

export interface Inspection {
  readonly name: DatabaseName
  /** Steps that the next start of the panel will take. */
  readonly pending: readonly string[]
  /** Steps of a newer version: this one refuses the database. */
  readonly unknown: readonly string[]
  /** What SQLite's quick_check says of the file; empty when it is whole, and on MariaDB, which checks itself. */
  readonly damage: readonly string[]
}

const damageOf = (dbs: Databases, name: DatabaseName): string[] =>
  (dbs.raw?.[name].prepare('PRAGMA quick_check(5)').all() ?? [])
    .map((row) => String(row.quick_check))
    .filter((line) => line !== 'ok')

/** Reads the state of both databases and changes nothing. @throws when one cannot be read at all */
export const inspect = async (dbs: Databases): Promise<Inspection[]> => {
  const panel = await migrationState(dbs.panel, 'panel', dbs.kind)
  const mail = await migrationState(dbs.mail, 'mail', dbs.kind)
  return [
    { name: 'panel', ...panel, damage: damageOf(dbs, 'panel') },
    { name: 'mail', ...mail, damage: damageOf(dbs, 'mail') },
  ]
}
