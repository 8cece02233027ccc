import type { ServiceName } from '@mc/shared/rules'
import type { Config } from '../../config/config.ts'
import { isLoopback } from '../../lib/addresses.ts'

const again = (name: string): string =>
  `It can then be started only on the server itself: mc services start ${name}`

/**
 * What a stop of this service does to the panel itself: a sentence, or undefined where the panel goes on.
 * @param config tells where the database is and whether browsers come through a web server
 */
export const cutsOff = (
  { database, publicUrl, layout }: Pick<Config, 'database' | 'publicUrl' | 'layout'>,
  name: ServiceName,
): string | undefined => {
  if (name === 'mariadb' && database.kind === 'mariadb' && isLocal(database.url)) {
    return `The panel keeps its own data in this database: without it nobody can sign in, and mail is put off until it is back. ${again(name)}`
  }
  const behindWebServer = layout.kind === 'systemd' || publicUrl !== undefined
  if ((name === 'nginx' || name === 'apache2') && behindWebServer) {
    return `The panel is reached through this web server: every open page loses its connection. Mail goes on. ${again(name)}`
  }
  return undefined
}

const isLocal = (url: string): boolean => {
  const { hostname } = new URL(url)
  // No host: a unix socket.
  return hostname === '' || isLoopback(hostname)
}
