import { existsSync } from 'node:fs'
import { pino } from 'pino'
import { assemble } from '../assemble.ts'
import { type Config, configFrom } from '../config/config.ts'
import { readEnv } from '../config/env.ts'
import { type Databases, openDatabases } from '../db/index.ts'
import { inspect } from '../db/inspect.ts'
import type { Deps } from '../deps.ts'
import type { Caller } from '../http/caller.ts'
import { UsageError } from './command.ts'
import { actAsOwnerOf } from './privilege.ts'

/** The panel without HTTP. */
export interface Panel {
  readonly deps: Deps
  /** Stands in the audit log as `cli`. */
  readonly caller: Caller
}

const caller: Caller = { actor: { kind: 'cli' }, address: null, requestId: null }

/** Lines of the log as sentences: a person reads them. */
const plain = {
  write: (line: string): void => {
    const { msg }: { msg?: string } = JSON.parse(line)
    process.stderr.write(`${msg ?? line.trim()}\n`)
  },
}

const needFiles = (config: Config): void => {
  if (config.database.kind !== 'sqlite') return
  if (Object.values(config.databaseFiles).every((file) => existsSync(file))) return
  throw new UsageError(
    'The databases are not in this state folder. Start the panel once; if it keeps its data in MariaDB, set ' +
      'MC_DATABASE_URL here as there.',
  )
}

/** Tables are brought up to date by the panel's own start, which takes copies before; never from here. */
const needTables = async (db: Databases): Promise<void> => {
  const states = await inspect(db)
  if (states.some(({ unknown }) => unknown.length > 0)) {
    throw new UsageError('The databases were used by a newer version; use its mc.')
  }
  if (states.some(({ pending }) => pending.length > 0)) {
    throw new UsageError(
      'The databases are of an older version. Start the panel once: it updates them.',
    )
  }
}

/**
 * Opens the panel that the environment names, as its owner, for one piece of work.
 * @throws UsageError when there is none, or none that this version may touch
 */
export const withPanel = async <T>(work: (panel: Panel) => Promise<T>): Promise<T> => {
  const config = configFrom(readEnv())
  actAsOwnerOf(config.layout.panel.dir)
  needFiles(config)
  const db = await openDatabases(config.database, config.databaseFiles)
  try {
    await needTables(db)
    const deps = assemble(config, db, pino({ level: 'warn' }, plain))
    try {
      return await work({ deps, caller })
    } finally {
      await deps.machine.stop()
    }
  } finally {
    await db.close()
  }
}
