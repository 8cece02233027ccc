import { generateKeyPairSync } from 'node:crypto'
import type { DomainFacts, HostFacts } from '@mc/server/lib/dns/checks/facts.ts'
import { checkDomain, checkHost } from '@mc/server/lib/dns/checks/index.ts'
import type { Finding } from '@mc/server/lib/dns/finding.ts'
import { createSurvey, type Sources } from '@mc/server/lib/dns/survey.ts'
import type { Test } from 'tap'
import { selfSigned } from './certificates.ts'
import { type DnsServer, startDnsServer, type Zone } from './dns-server.ts'

export const publicKey = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).publicKey.toString('base64')

/** TXT data whose strings keep to 255 octets. */
export const txt = (value: string): string[][] => [value.match(/.{1,250}/gs) ?? ['']]

/** All that a well-kept domain and server need, and nothing that is optional. */
export const goodZone: Zone = {
  'example.com NS': ['ns1.example.com', 'ns2.example.com'],
  'host.example NS': ['ns1.example.com', 'ns2.example.com'],
  'ns1.example.com A': ['192.0.2.53'],
  'ns2.example.com A': ['192.0.2.54'],
  'mail.host.example A': ['192.0.2.10'],
  '10.2.0.192.in-addr.arpa PTR': ['mail.host.example'],
  'example.com MX': [{ preference: 10, exchange: 'mail.host.example' }],
  'example.com TXT': [...txt('some-verification=123'), ...txt('v=spf1 mx -all')],
  'mail._domainkey.example.com TXT': txt(`v=DKIM1; h=sha256; k=rsa; p=${publicKey}`),
  '_dmarc.example.com TXT': txt('v=DMARC1; p=reject; rua=mailto:postmaster@example.com'),
}

export const host: HostFacts = {
  hostname: 'mail.host.example',
  addresses: ['192.0.2.10'],
  isPrivateWorld: false,
  certificate: selfSigned('mail.host.example'),
}

export const facts: DomainFacts = {
  domain: 'example.com',
  host,
  keys: [{ selector: 'mail', algorithm: 'rsa', public_key: publicKey, state: 'active' }],
  ports: { imaps: 993, submissions: 465, submission: 587 },
  fetchPolicy: async () => ({ problem: 'nobody answers', reached: false }),
}

export interface World {
  readonly resolver: DnsServer
  readonly first: DnsServer
  readonly second: DnsServer
  readonly sources: Sources
  /** Looks at everything. */
  look(more?: Partial<DomainFacts>): Promise<Finding[]>
}

/**
 * A resolver and two authoritative servers on loopback, all with the good zone until a test changes one.
 * @param timeout milliseconds for one question
 */
export const startDnsWorld = async (t: Test, timeout = 2500): Promise<World> => {
  const resolver = await startDnsServer(t, goodZone, {}, { resolver: true })
  const first = await startDnsServer(t, goodZone)
  const second = await startDnsServer(t, goodZone)
  const sources: Sources = {
    resolvers: [resolver],
    at: (address) => (address === '192.0.2.54' ? second : first),
    timeout,
    tries: 1,
  }
  return {
    resolver,
    first,
    second,
    sources,
    look: async (more = {}) => {
      const given = { ...facts, ...more }
      const survey = createSurvey(sources, AbortSignal.timeout(60_000))
      const [own, ofHost] = await Promise.all([
        checkDomain(survey, given),
        checkHost(survey, given.host),
      ])
      return [...own, ...ofHost]
    },
  }
}

/** `TYPE name` → status. */
export const statuses = (findings: readonly Finding[]): Record<string, string> =>
  Object.fromEntries(findings.map(({ type, name, status }) => [`${type} ${name}`, status]))
