import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { assemble } from '@mc/server/assemble.ts'
import { type Config, configFrom } from '@mc/server/config/config.ts'
import { readEnv } from '@mc/server/config/env.ts'
import { type Databases, openDatabases } from '@mc/server/db/index.ts'
import type { Deps } from '@mc/server/deps.ts'
import { createLog } from '@mc/server/lib/log.ts'
import { type Server, startBare, startPanel } from './processes.ts'
import { seed } from './seed.ts'
import { SETUP_TOKEN, signIn } from './sign-in.ts'

/** A panel with the bench's rows on one database, and the bare handlers beside it on the same rows. */
export interface Bed {
  readonly name: 'SQLite' | 'MariaDB'
  readonly config: Config
  /** What the features use, on connections of this process: for what is measured without HTTP. */
  readonly deps: Deps
  readonly panel: Server
  readonly bare: Server
  /** Signed-in request headers. */
  readonly headers: Readonly<Record<string, string>>
  /** A further panel process on the same state folder; the caller stops it. */
  another(): Promise<Server>
  close(): Promise<void>
}

const bareEnv = async (config: Config, db: Databases): Promise<Record<string, string>> => {
  const { id } = await db.panel.selectFrom('sessions').select('id').executeTakeFirstOrThrow()
  return {
    BARE_SESSION: id,
    ...(config.database.kind === 'mariadb'
      ? { BARE_URL: config.database.url }
      : { BARE_PANEL: config.databaseFiles.panel, BARE_MAIL: config.databaseFiles.mail }),
  }
}

/**
 * Builds it all in a folder of its own.
 * @param databaseUrl an empty MariaDB schema; SQLite in the folder when absent
 */
export const makeBed = async (databaseUrl?: string): Promise<Bed> => {
  await using made = new AsyncDisposableStack()
  const stateDir = mkdtempSync(join('/tmp', 'mc-bench-'))
  made.defer(() => rmSync(stateDir, { recursive: true }))
  const env = {
    MC_STATE_DIR: stateDir,
    MC_MAIL: 'none',
    MC_SETUP_TOKEN: SETUP_TOKEN,
    ...(databaseUrl === undefined ? {} : { MC_DATABASE_URL: databaseUrl }),
  }
  const config = configFrom(readEnv(env))
  const panel = await startPanel(env)
  made.defer(panel.stop)
  const db = await openDatabases(config.database, config.databaseFiles)
  made.defer(db.close)
  await seed(db)
  const cookie = await signIn(panel.origin)
  const bare = await startBare(await bareEnv(config, db))
  made.defer(bare.stop)
  const all = made.move()
  return {
    name: databaseUrl === undefined ? 'SQLite' : 'MariaDB',
    config,
    deps: assemble(config, db, createLog('silent')),
    panel,
    bare,
    headers: { cookie },
    another: () => startPanel(env),
    close: () => all.disposeAsync(),
  }
}
