import { isIPv4, isIPv6 } from 'node:net'
import { dkimName, dkimValue, txtStrings } from '@mc/shared/dkim-record'
import type { MadeKey, MailSettings } from '@mc/shared/ops'
import { unbound as quoted, unboundRecord, opendkim as word } from './escape.ts'
import { HEADER } from './rendered.ts'

const textStrings = (value: string): string =>
  txtStrings(value)
    .map((part) => `"${part}"`)
    .join(' ')

const TTL = 60
const record = (text: string): string => `local-data: ${unboundRecord(text)}\n`

const nameServer = (hostname: string): string => `ns.${hostname}.`

/** What makes a name a zone of its own, with the private resolver itself as its one responsible server. */
const zoneRecords = (zone: string, hostname: string): string[] => [
  `local-zone: ${quoted(`${zone}.`)} static\n`,
  record(
    `${zone}. ${TTL} IN SOA ${nameServer(hostname)} postmaster.${zone}. 1 3600 600 86400 ${TTL}`,
  ),
  record(`${zone}. ${TTL} IN NS ${nameServer(hostname)}`),
]

/** The server's name, the way back to it from its addresses, and the name server's own address. */
const hostRecords = (
  { hostname, public_addresses }: Pick<MailSettings, 'hostname' | 'public_addresses'>,
  resolver: string,
): string[] => {
  const addresses = public_addresses.length > 0 ? public_addresses : ['127.0.0.1']
  return [
    ...zoneRecords(hostname, hostname),
    record(`${nameServer(hostname)} ${TTL} IN A ${resolver}`),
    ...addresses.map((address) => `local-data-ptr: "${address} ${TTL} ${hostname}."\n`),
    ...addresses.flatMap((address) => [
      ...(isIPv4(address) ? [record(`${hostname}. ${TTL} IN A ${address}`)] : []),
      ...(isIPv6(address) ? [record(`${hostname}. ${TTL} IN AAAA ${address}`)] : []),
    ]),
  ]
}

export interface ZoneDomain {
  readonly domain: string
  /** Public halves of all its keys: those that sign, will sign or have signed. */
  readonly keys: readonly MadeKey[]
}

/**
 * What a well-kept domain publishes: MX, A, SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489). The stack's own mail
 * comes from loopback, hence the address in the SPF record.
 */
const domainRecords = (hostname: string, { domain, keys }: ZoneDomain): string[] => [
  ...zoneRecords(domain, hostname),
  record(`${domain}. ${TTL} IN MX 10 ${hostname}.`),
  record(`${domain}. ${TTL} IN A 127.0.0.1`),
  record(`${domain}. ${TTL} IN TXT ${textStrings('v=spf1 mx ip4:127.0.0.1 -all')}`),
  ...keys.map(({ selector, algorithm, public_key }) =>
    record(
      `${dkimName(selector, domain)}. ${TTL} IN TXT ${textStrings(dkimValue(algorithm, public_key))}`,
    ),
  ),
  record(
    `_dmarc.${domain}. ${TTL} IN TXT ${textStrings(`v=DMARC1; p=reject; rua=mailto:postmaster@${domain}`)}`,
  ),
]

/** opendkim.conf(5), TestDNSData: the names of the keys and what their records say, one a line. */
export const renderKeyRecords = (domains: readonly ZoneDomain[]): string =>
  domains
    .flatMap(({ keys }) => keys)
    .map(({ domain, selector, algorithm, public_key }) => {
      const name = dkimName(word(selector), word(domain))
      return `${name} ${dkimValue(algorithm, public_key)}\n`
    })
    .join('')

/**
 * The zones of the private resolver: the server's own name, and every domain.
 * @param resolver its loopback address that answers on port 53
 */
export const renderZones = (
  settings: MailSettings | undefined,
  domains: readonly ZoneDomain[],
  resolver: string,
): string => {
  const host = settings ?? { hostname: 'localhost', public_addresses: [] }
  return [
    HEADER,
    ...hostRecords(host, resolver),
    ...domains.flatMap((entry) => domainRecords(host.hostname, entry)),
  ].join('')
}
