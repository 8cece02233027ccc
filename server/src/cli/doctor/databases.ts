import { existsSync } from 'node:fs'
import { type Databases, openDatabases } from '../../db/index.ts'
import { type Inspection, inspect } from '../../db/inspect.ts'
import { type Check, type Finding, ill, reasonOf, well } from './finding.ts'

const findingOf = ({ name, pending, unknown, damage }: Inspection): Finding => {
  const part = `database ${name}`
  if (damage.length > 0) {
    return ill(
      part,
      `is damaged: ${damage[0]}`,
      'Stop the panel, keep the file, and go back to the last copy in panel/copies of the state folder.',
    )
  }
  if (unknown.length > 0) {
    return ill(part, `was used by a newer version (${unknown.join(', ')})`, 'Start that version.')
  }
  if (pending.length > 0) {
    return ill(
      part,
      `lacks ${pending.join(', ')}`,
      'Start the panel: it brings its tables up to date.',
    )
  }
  return well(part, 'whole and up to date')
}

const admins = async (dbs: Databases): Promise<Finding> => {
  const { n } = await dbs.panel
    .selectFrom('accounts')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('role', '=', 'admin')
    .executeTakeFirstOrThrow()
  if (Number(n) > 0) return well('admins', String(n))
  return ill('admins', 'there is none yet', 'mc setup-link prints where to make the first.')
}

/** Both databases: readable, whole, of this version, and with somebody who can sign in. */
export const databases: Check = async ({ config }) => {
  const part = 'database'
  const missing = Object.values(config.databaseFiles).some((file) => !existsSync(file))
  if (config.database.kind === 'sqlite' && missing) {
    return [
      ill(
        part,
        'the files are not there yet',
        'Start the panel once; on MariaDB set MC_DATABASE_URL here too.',
      ),
    ]
  }
  const dbs = await openDatabases(config.database, config.databaseFiles)
  try {
    const inspections = await inspect(dbs)
    const findings = inspections.map(findingOf)
    return findings.every(({ ok }) => ok) ? [...findings, await admins(dbs)] : findings
  } catch (error) {
    return [
      ill(
        part,
        `cannot be read: ${reasonOf(error)}`,
        config.database.kind === 'mariadb'
          ? 'Is MariaDB running, and are user and password of MC_DATABASE_URL right?'
          : 'Look at rights and disk, above.',
      ),
    ]
  } finally {
    await dbs.close()
  }
}
