import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { AgentDeps } from '../deps.ts'
import { OpFailure } from '../op-failure.ts'
import { writeAtomic } from './files.ts'

const Reader = Type.Object({ user: Type.String(), password: Type.String() })
const Readers = Type.Object({ postfix: Reader, dovecot: Reader })
type Readers = Static<typeof Readers>

const MAKER = fileURLToPath(new URL('../../../bin/readers.ts', import.meta.url))

const load = async (file: string): Promise<Readers | undefined> => {
  try {
    return Value.Parse(Readers, JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** Names differ by schema, so that two panels may share one database server. */
const newReaders = (url: string): Readers => {
  const schema = createHash('sha256').update(new URL(url).pathname).digest('hex').slice(0, 8)
  const reader = (role: string) => ({
    user: `mc_${schema}_${role}`,
    password: randomBytes(24).toString('hex'),
  })
  return { postfix: reader('postfix'), dovecot: reader('dovecot') }
}

/** Agents whose views and accounts were brought up to date since they started. */
const prepared = new WeakSet<AgentDeps>()

/**
 * The accounts of Postfix and Dovecot at MariaDB, made once; their passwords stay in root's folder. Views and grants
 * are brought up to date once in the agent's life; while the database is down the accounts of last time serve on.
 * @throws OpFailure readers_missing when there are none yet and none could be made
 */
export const lookupReaders = async (deps: AgentDeps, url: string): Promise<Readers> => {
  const file = deps.layout.agent.readers
  const known = await load(file)
  if (known !== undefined && prepared.has(deps)) return known
  const accounts = known ?? newReaders(url)
  const made = await deps.run('node', [MAKER], { input: JSON.stringify({ url, accounts }) })
  if (made.code === 0) {
    if (known === undefined) {
      await writeAtomic(file, JSON.stringify(accounts), { mode: 0o600, uid: 0, gid: 0 })
    }
    prepared.add(deps)
    return accounts
  }
  const reason = made.stderr.trim().split('\n').at(-1) ?? ''
  if (known !== undefined) {
    deps.log.warn({ reason }, 'the look-up views could not be brought up to date')
    return known
  }
  throw new OpFailure(
    'readers_missing',
    `Postfix and Dovecot have no account at the database yet, so the mail stack was not changed. MariaDB says: ${reason}. The account of MC_DATABASE_URL needs all rights on its schema WITH GRANT OPTION, and CREATE USER.`,
  )
}
