import { readFile } from 'node:fs/promises'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { AgentDeps } from '../deps.ts'
import { OpFailure } from '../op-failure.ts'
import type { LookupSource } from './lookup-source.ts'

const Reader = Type.Object({ user: Type.String(), password: Type.String() })
const Readers = Type.Object({ postfix: Reader, dovecot: Reader })
type Readers = Static<typeof Readers>

/** The two accounts that read the views on MariaDB; root makes them and their passwords when the state is prepared. */
const readers = async (file: string): Promise<Readers> => {
  try {
    return Value.Parse(Readers, JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    throw new OpFailure(
      'readers_missing',
      'The mail daemons have no account at the database yet; the mail stack was not changed. Start the panel again while the database runs.',
      cause,
    )
  }
}

const DEFAULT_PORT = 3306

/** Where the mail daemons look up; the panel's own rights at the database never reach them. */
export const lookupSource = async (deps: AgentDeps): Promise<LookupSource> => {
  if (deps.databaseUrl === undefined) {
    return { kind: 'sqlite', path: deps.layout.maps.database }
  }
  const url = new URL(deps.databaseUrl)
  const socket = url.searchParams.get('socketPath')
  return {
    kind: 'mariadb',
    host: socket ?? url.hostname,
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    database: decodeURIComponent(url.pathname.slice(1)),
    ...(await readers(deps.layout.agent.readers)),
  }
}
