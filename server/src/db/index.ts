import type { DatabaseSync } from 'node:sqlite'
import { Kysely, MysqlDialect, SqliteDialect } from 'kysely'
import type { RunScript } from './dialects/mariadb.ts'
import { nodeSqlite, openSqliteFile } from './dialects/sqlite.ts'
import { heavyInline, heavyInWorker, type RunHeavy } from './heavy.ts'
import type { DatabaseKind } from './kind.ts'
import type { MailSchema, PanelSchema } from './schema.ts'

export type { DatabaseKind } from './kind.ts'
export { migrate } from './migrate.ts'

/** Where the data are. On MariaDB both databases share one schema. */
export type DatabaseConfig =
  | { readonly kind: 'sqlite' }
  | { readonly kind: 'mariadb'; readonly url: string }

/** Files of the SQLite databases, absolute. */
export interface DatabaseFiles {
  readonly panel: string
  readonly mail: string
}

export interface Databases {
  readonly kind: DatabaseKind
  /** The panel's alone: accounts, sessions, audit, settings, trash. */
  readonly panel: Kysely<PanelSchema>
  /** What Postfix and Dovecot look up. */
  readonly mail: Kysely<MailSchema>
  /** Runs a read of `mail` that may visit every row, where it does not hold up other requests. */
  readonly heavy: RunHeavy
  /**
   * Runs a text of several statements, kept prepared, in one trip; gives the results of all. Undefined on SQLite,
   * where there are no trips.
   */
  readonly script: RunScript | undefined
  /** Online copy of the SQLite files; undefined on MariaDB. */
  readonly raw: { readonly panel: DatabaseSync; readonly mail: DatabaseSync } | undefined
  close(): Promise<void>
}

const openSqlite = (files: DatabaseFiles): Databases => {
  const rawPanel = openSqliteFile(files.panel, 0o600)
  const rawMail = openSqliteFile(files.mail, 0o640)
  const panel = new Kysely<PanelSchema>({
    dialect: new SqliteDialect({ database: nodeSqlite(rawPanel) }),
  })
  const mail = new Kysely<MailSchema>({
    dialect: new SqliteDialect({ database: nodeSqlite(rawMail) }),
  })
  const worker = heavyInWorker(files.mail)
  return {
    kind: 'sqlite',
    panel,
    mail,
    heavy: worker.run,
    script: undefined,
    raw: { panel: rawPanel, mail: rawMail },
    close: async () => {
      await worker.close()
      await panel.destroy()
      await mail.destroy()
    },
  }
}

const openMariadb = async (url: string): Promise<Databases> => {
  // The driver is large, and most panels run on SQLite.
  const { mariadbPool, scriptsOn } = await import('./dialects/mariadb.ts')
  const pool = mariadbPool(url)
  const panel = new Kysely<PanelSchema>({ dialect: new MysqlDialect({ pool }) })
  const mail = new Kysely<MailSchema>({ dialect: new MysqlDialect({ pool }) })
  return {
    kind: 'mariadb',
    panel,
    mail,
    heavy: heavyInline(mail),
    script: scriptsOn(pool),
    raw: undefined,
    // Both share the pool, and ending it twice is an error.
    close: () => mail.destroy(),
  }
}

/**
 * Opens both databases; SQLite files are made when they are missing. Call `migrate` before use.
 * @throws when a file cannot be opened; MariaDB is first asked by the first query
 */
export const openDatabases = async (
  config: DatabaseConfig,
  files: DatabaseFiles,
): Promise<Databases> => (config.kind === 'sqlite' ? openSqlite(files) : openMariadb(config.url))
