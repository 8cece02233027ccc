import { isIPv6 } from 'node:net'
import type { Finding } from '../finding.ts'
import type { NameServer, Survey } from '../survey.ts'

const isLive = ({ probe }: NameServer): boolean => probe === 'ok' || probe === 'nodata'

/** Where this machine has no IPv6 it cannot tell. */
const isOutOfReach = ({ endpoint, probe }: NameServer): boolean =>
  probe === 'unreachable' && endpoint !== undefined && isIPv6(endpoint.address)

const faults: Readonly<Record<NameServer['probe'], string>> = {
  ok: 'answers',
  nodata: 'answers',
  no_address: 'has no address',
  timeout: 'does not answer in time',
  unreachable: 'cannot be reached',
  refused: 'refuses to answer for the zone',
  lame: 'is not responsible for the zone though the delegation names it',
  referral: 'is not responsible for the zone though the delegation names it',
  nxdomain: 'does not know the zone though the delegation names it',
  alias: 'does not know the zone though the delegation names it',
  servfail: 'fails to load the zone (SERVFAIL)',
  cname_loop: 'answers with aliases that lead nowhere',
  malformed: 'gives answers that cannot be read',
}

const labelOf = ({ name, endpoint }: NameServer): string =>
  endpoint ? `${name} (${endpoint.address})` : name

const describe = (servers: readonly NameServer[]): string =>
  servers.map((server) => `${labelOf(server)} ${faults[server.probe]}`).join('; ')

/** Whether the servers that the delegation names answer for the zone. */
export const checkNameServers = async (survey: Survey, domain: string): Promise<Finding> => {
  const zone = await survey.zoneOf(domain)
  const base = {
    type: 'NS',
    name: zone.name ?? domain,
    expected: 'every name server of the zone answers for it',
    actual: zone.servers.map(labelOf),
    optional: false,
    record: null,
    differences: [],
  }
  if (!zone.known) {
    return {
      ...base,
      status: 'unknown',
      message: `Nothing is known of ${domain}: no resolver could say which name servers are responsible for it. Check that this server's resolver runs, then check again.`,
    }
  }
  if (zone.name === undefined) {
    return {
      ...base,
      status: 'fail',
      message: `${domain} has no name servers: it is not registered, has expired or is not delegated. Look at it at your registrar; nothing else can work before.`,
    }
  }
  const live = zone.servers.filter(isLive)
  const down = zone.servers.filter((server) => !isLive(server) && !isOutOfReach(server))
  if (down.length === 0 && live.length > 0) {
    const message =
      live.length === zone.servers.length
        ? 'Every name server of the zone answers for it.'
        : 'Every name server that can be reached from here answers for the zone.'
    return { ...base, status: 'pass', message }
  }
  const advice = 'Ask the DNS provider, or correct the name servers at the registrar.'
  if (live.length === 0) {
    return {
      ...base,
      status: 'unknown',
      message: `No name server of ${zone.name} answers: ${describe(zone.servers)}. What is shown here is what the resolver still remembers. ${advice}`,
    }
  }
  return {
    ...base,
    status: 'warning',
    message: `${describe(down)}. Mail for the domain waits or is lost when the other name servers are busy. ${advice}`,
  }
}
