import { join, resolve } from 'node:path'
import type { DatabaseConfig, DatabaseFiles } from '../db/index.ts'
import { type Layout, layoutFor, type MailStack } from '../layout/index.ts'
import { isLoopback } from '../lib/addresses.ts'
import type { Env } from './env.ts'
import { BadValue, type Read, readers } from './values.ts'

export interface Config {
  readonly host: string
  readonly port: number
  /** Absolute. */
  readonly stateDir: string
  readonly layout: Layout
  readonly database: DatabaseConfig
  readonly databaseFiles: DatabaseFiles
  /** Folder of the copies that are taken before an update of the tables. */
  readonly copies: string
  readonly mail: MailStack
  readonly setupToken: string | undefined
  /** Origin under which browsers reach the panel; undefined where it is only reached directly. */
  readonly publicUrl: URL | undefined
  readonly insecureHttp: boolean
  readonly metricsListen: { readonly host: string; readonly port: number } | undefined
  /** Folder of the built page. */
  readonly webDir: string
}

/** One or more variables have values that cannot be used; `message` has one line for each. */
export class ConfigError extends Error {}

const readAll = (read: Read, env: Env) => ({
  host: read('MC_HOST', env.MC_HOST, readers.host, '127.0.0.1'),
  port: read('MC_PORT', env.MC_PORT, readers.port, 8080),
  stateDir: resolve(read('MC_STATE_DIR', env.MC_STATE_DIR, readers.folder, 'var')),
  database: read('MC_DATABASE_URL', env.MC_DATABASE_URL, readers.database, {
    kind: 'sqlite' as const,
  }),
  mail: read('MC_MAIL', env.MC_MAIL, readers.mail, 'sandbox'),
  mailPortBase: read('MC_MAIL_PORT_BASE', env.MC_MAIL_PORT_BASE, readers.portBase, 0),
  setupToken: read('MC_SETUP_TOKEN', env.MC_SETUP_TOKEN, readers.setupToken, undefined),
  publicUrl: read('MC_PUBLIC_URL', env.MC_PUBLIC_URL, readers.publicUrl, undefined),
  insecureHttp: read('MC_INSECURE_HTTP', env.MC_INSECURE_HTTP, readers.flag, false),
  metricsListen: read('MC_METRICS_LISTEN', env.MC_METRICS_LISTEN, readers.listen, undefined),
})

/**
 * Checks every variable and what they mean together.
 * @throws ConfigError naming each bad variable, its value (never of a secret) and what is allowed
 */
export const configFrom = (env: Env): Config => {
  const faults: string[] = []
  const read: Read = (name, value, reader, fallback) => {
    if (value === undefined) return fallback
    try {
      return reader(value)
    } catch (error) {
      if (!(error instanceof BadValue)) throw error
      faults.push(`${name}${error.secret ? '' : `="${value}"`} ${error.message}`)
      return fallback
    }
  }
  const values = readAll(read, env)
  if (
    faults.length === 0 &&
    !isLoopback(values.host) &&
    values.publicUrl?.protocol !== 'https:' &&
    !values.insecureHttp
  ) {
    faults.push(
      `MC_HOST="${values.host}" is reachable from other machines, and passwords would travel unencrypted: ` +
        'set MC_PUBLIC_URL to the https:// address of the proxy in front, or MC_INSECURE_HTTP=1 to accept that',
    )
  }
  if (faults.length > 0) throw new ConfigError(faults.join('\n'))
  const { mailPortBase, ...rest } = values
  const layout = layoutFor({ stateDir: values.stateDir, mailPortBase, mail: values.mail })
  return {
    ...rest,
    layout,
    databaseFiles: { panel: layout.panel.database, mail: layout.maps.database },
    copies: join(layout.panel.dir, 'copies'),
    webDir: resolve(import.meta.dirname, '../../../web/dist'),
  }
}
