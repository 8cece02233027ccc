import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createConnection } from 'mysql2/promise'
import type { Test } from 'tap'
import { freePort } from './ports.ts'
import { until } from './until.ts'

const run = promisify(execFile)
const START_MS = 120_000

export interface MariaDb {
  readonly port: number
  readonly socket: string
  /** `mysql://…` of the administrator, with the schema's name to be appended. */
  readonly base: string
  readonly process: ChildProcess
}

/**
 * A MariaDB that starts removes the temporary tables that it finds: in a shared folder those of others too, and servers
 * in other pid namespaces share names as well. So each has its own, its installation included.
 */
const ownTmp = (folder: string): string[] => [`--tmpdir=${folder}`]

const args = (folder: string, port: number): string[] => [
  '--no-defaults',
  `--datadir=${join(folder, 'data')}`,
  `--socket=${join(folder, 'mariadb.sock')}`,
  `--pid-file=${join(folder, 'pid')}`,
  `--log-error=${join(folder, 'error.log')}`,
  ...ownTmp(folder),
  '--bind-address=127.0.0.1',
  `--port=${port}`,
  `--user=${process.getuid?.() === 0 ? 'root' : 'mysql'}`,
  '--innodb-buffer-pool-size=64M',
  // Nobody needs these data after a power cut, and the tests make hundreds of tables.
  '--innodb-flush-log-at-trx-commit=0',
  '--skip-innodb-doublewrite',
  '--skip-innodb-file-per-table',
  '--innodb-log-file-size=32M',
]

/** In memory where that is possible. */
const home = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

const answers = async (port: number): Promise<boolean> => {
  const connection = await createConnection({ host: '127.0.0.1', port, user: 'root' }).catch(
    () => undefined,
  )
  await connection?.end()
  return connection !== undefined
}

/**
 * A private MariaDB in a folder of its own, on a free port of 127.0.0.1.
 * @param stop is called with what ends it and removes the folder
 */
export const startMariadb = async (
  stop: (ending: () => Promise<void>) => void,
): Promise<MariaDb> => {
  const folder = await mkdtemp(join(home, 'mc-mariadb-'))
  await run('mariadb-install-db', [
    '--no-defaults',
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    `--datadir=${join(folder, 'data')}`,
    ...ownTmp(folder),
  ])
  const port = await freePort()
  const child = spawn('mariadbd', args(folder, port), { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  stop(async () => {
    child.kill('SIGTERM')
    await ended
    await rm(folder, { recursive: true, force: true })
  })
  await until('MariaDB answers', START_MS, async () => {
    if (child.exitCode !== null) {
      throw new Error(await readFile(join(folder, 'error.log'), 'utf8').catch(() => 'no log'))
    }
    return answers(port)
  })
  return {
    port,
    socket: join(folder, 'mariadb.sock'),
    base: `mysql://root@127.0.0.1:${port}/`,
    process: child,
  }
}

/** One MariaDB for this process; `MC_TEST_MARIADB` (the `base` of one that runs) is taken where it is set. */
let shared: Promise<string> | undefined

const sharedBase = (t: Test): Promise<string> => {
  const given = process.env.MC_TEST_MARIADB
  if (given) return Promise.resolve(given)
  let root = t
  while (root.parent) root = root.parent as Test
  shared ??= startMariadb((ending) => root.teardown(ending)).then(({ base }) => base)
  return shared
}

/** The URL of a new empty schema, dropped when the test ends. */
export const freshSchema = async (t: Test): Promise<string> => {
  const base = await sharedBase(t)
  const name = `mc_${randomBytes(6).toString('hex')}`
  const connection = await createConnection(`${base}mysql`)
  await connection.query(`create database ${name}`)
  t.teardown(async () => {
    await connection.query(`drop database ${name}`)
    await connection.end()
  })
  return base + name
}
