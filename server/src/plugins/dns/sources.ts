import { getServers } from 'node:dns'
import type { Config } from '../../config/config.ts'
import type { Sources } from '../../lib/dns/survey.ts'
import type { Endpoint } from '../../lib/dns/types.ts'

const DNS_PORT = 53

/** `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1` or `[2001:db8::1]:5353`, as the system's list has them. */
const parse = (server: string): Endpoint => {
  const match = /^\[([^\]]+)\]:(\d+)$/.exec(server) ?? /^([^:]+):(\d+)$/.exec(server)
  return { address: match?.[1] ?? server, port: Number(match?.[2] ?? DNS_PORT) }
}

/**
 * Whom this machine asks: the private stack's own resolver, which is all the world there is, or those of the system. A
 * panel without a mail stack asks nobody.
 */
export const sourcesOf = ({ mail, layout }: Config): Sources => {
  const at = (address: string): Endpoint => ({ address, port: DNS_PORT })
  if (mail === 'none') return { resolvers: [], at }
  const resolvers =
    mail === 'sandbox'
      ? [{ address: '127.0.0.1', port: layout.ports.dns }]
      : getServers().map(parse)
  return { resolvers, at }
}
