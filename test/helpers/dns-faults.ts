import type { DomainFacts } from '@mc/server/lib/dns/checks/facts.ts'
import type { Test } from 'tap'
import type { Zone } from './dns-server.ts'
import { goodZone, statuses, type World } from './dns-world.ts'

/** Something in the world that is not as it should be, and what must be found of it. */
export interface DnsFault {
  readonly what: string
  /** Laid over the good zone, on all servers; undefined takes a record away. */
  readonly zone?: Readonly<Record<string, readonly unknown[] | undefined>>
  readonly world?: (world: World) => void
  readonly facts?: Partial<DomainFacts>
  /** What differs from the good picture, and nothing else. */
  readonly found: Readonly<Record<string, string>>
  /** Words that the sentence of the first of them has. */
  readonly says: RegExp
}

/** The good zone with these changes; undefined takes a record away. */
export const over = (changes: DnsFault['zone'] = {}): Zone => {
  const zone: Record<string, readonly unknown[]> = { ...goodZone }
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) delete zone[key]
    else zone[key] = value
  }
  return zone
}

/** What a well-kept domain shows: all is well, and what is optional is not there. */
const goodPicture: Readonly<Record<string, string>> = {
  'NS example.com': 'pass',
  'MX example.com': 'pass',
  'SPF example.com': 'pass',
  'DKIM mail._domainkey.example.com': 'pass',
  'DMARC _dmarc.example.com': 'pass',
  'MTA-STS _mta-sts.example.com': 'missing',
  'TLS-RPT _smtp._tls.example.com': 'missing',
  'SRV _imaps._tcp.example.com': 'missing',
  'SRV _submissions._tcp.example.com': 'missing',
  'SRV _submission._tcp.example.com': 'missing',
  'AUTODISCOVER _autodiscover._tcp.example.com': 'missing',
  'AUTOCONFIG autoconfig.example.com': 'missing',
  'A mail.host.example': 'pass',
  'AAAA mail.host.example': 'pass',
  'PTR 10.2.0.192.in-addr.arpa': 'pass',
  'TLSA _25._tcp.mail.host.example': 'missing',
  'CAA mail.host.example': 'missing',
}

/** That exactly this is found, said in whole sentences. */
export const foundAlone = async (t: Test, world: World, fault: DnsFault): Promise<void> => {
  for (const server of [world.resolver, world.first, world.second]) {
    server.zone = over(fault.zone)
    server.faults = {}
  }
  fault.world?.(world)
  const findings = await world.look(fault.facts)
  const differing = Object.entries(statuses(findings)).filter(
    ([key, status]) => goodPicture[key] !== status,
  )
  t.same(Object.fromEntries(differing), fault.found, fault.what)
  const [first] = Object.keys(fault.found)
  const about = findings.find(({ type, name }) => `${type} ${name}` === first)
  if (about) t.match(about.message, fault.says, fault.what)
  t.notMatch(
    findings.map(({ message }) => message).join('\n'),
    /undefined|\bnull\b(?! MX)|\.\.|NaN/,
    fault.what,
  )
}
