import type { AgentDeps } from '../deps.ts'
import { lookupReaders } from './lookup-readers.ts'

/** One account that may read the published views. */
export interface Reader {
  readonly user: string
  readonly password: string
}

/** Where Postfix and Dovecot look mailboxes up. */
export type LookupSource =
  | { readonly kind: 'sqlite'; readonly path: string }
  | {
      readonly kind: 'mariadb'
      /** Absolute path of a unix socket, or a host name. */
      readonly host: string
      readonly port: number
      readonly database: string
      readonly postfix: Reader
      readonly dovecot: Reader
    }

const DEFAULT_PORT = 3306

/** Where the mail daemons look up; the panel's own rights at the database never reach them. */
export const lookupSource = async (deps: AgentDeps): Promise<LookupSource> => {
  if (deps.databaseUrl === undefined) {
    return { kind: 'sqlite', path: deps.layout.maps.database }
  }
  const url = new URL(deps.databaseUrl)
  return {
    kind: 'mariadb',
    host: url.searchParams.get('socketPath') ?? url.hostname,
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    database: decodeURIComponent(url.pathname.slice(1)),
    ...(await lookupReaders(deps, deps.databaseUrl)),
  }
}
