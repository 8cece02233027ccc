import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { backup, type DatabaseSync } from 'node:sqlite'
import { StateRefusedError } from '../config/state-format.ts'
import type { Databases } from './index.ts'
import { type DatabaseName, migrationState } from './migrations/index.ts'

const names: readonly DatabaseName[] = ['panel', 'mail']
const KEPT_COPIES = 6

/** Online copies, 0600, of both files; the oldest go when there are more than six. */
const takeCopies = async (
  raw: Readonly<Record<DatabaseName, DatabaseSync>>,
  folder: string,
  now: Date,
): Promise<void> => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const stamp = now.toISOString().replaceAll(':', '')
  for (const name of names) {
    const file = join(folder, `${stamp}-${name}.sqlite`)
    await backup(raw[name], file)
    chmodSync(file, 0o600)
  }
  const copies = readdirSync(folder).filter((name) => name.endsWith('.sqlite'))
  for (const old of copies.sort().slice(0, -KEPT_COPIES)) rmSync(join(folder, old))
}

/**
 * Brings both databases to this version. Before an existing one is changed, copies of the SQLite files are taken; on
 * MariaDB that is the administrator's to do, and `say` tells him so.
 * @param copies folder for the copies
 * @param say receives a sentence for the log about each thing done
 * @throws StateRefusedError when a database was already used by a newer version; nothing is changed then
 */
export const migrate = async (
  dbs: Databases,
  copies: string,
  say: (sentence: string) => void = () => {},
): Promise<void> => {
  const states = {
    panel: await migrationState(dbs.panel, 'panel', dbs.kind),
    mail: await migrationState(dbs.mail, 'mail', dbs.kind),
  }
  const unknown = names.flatMap((name) => states[name].unknown.map((step) => `${name}/${step}`))
  if (unknown.length > 0) {
    throw new StateRefusedError(
      `The database was used by a newer version (it has ${unknown.join(', ')}, unknown here). ` +
        'Nothing was changed. Start that version, or restore a copy from before the update.',
    )
  }
  const pending = names.filter((name) => states[name].pending.length > 0)
  if (pending.length === 0) return
  if (names.some((name) => states[name].executed.length > 0)) {
    if (dbs.raw) {
      await takeCopies(dbs.raw, copies, new Date())
      say('Copies of both databases were taken before the update of their tables.')
    } else {
      say(
        'MariaDB tables are updated; no copy is taken here, keep the dump from before the update.',
      )
    }
  }
  for (const name of pending) {
    await states[name].run()
    say(`Tables of ${name} brought to ${states[name].pending.at(-1)}.`)
  }
}
