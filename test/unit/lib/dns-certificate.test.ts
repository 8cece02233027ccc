import { createHash, type X509Certificate } from 'node:crypto'
import type { ServedCertificate } from '@mc/server/lib/dns/checks/facts.ts'
import t from 'tap'
import { signedBy } from '../../helpers/certificates.ts'
import { type DnsFault, foundAlone } from '../../helpers/dns-faults.ts'
import { host, startDnsWorld, type World } from '../../helpers/dns-world.ts'

t.setTimeout(120_000)

const name = `_25._tcp.${host.hostname}`
const TLSA = `TLSA ${name}`
const CAA = 'CAA host.example'

const own = host.certificate?.own as X509Certificate
const wholeOf = ({ raw }: X509Certificate): Buffer => raw
const keyOf = ({ publicKey }: X509Certificate): Buffer =>
  publicKey.export({ type: 'spki', format: 'der' })
const digest = (algorithm: string, content: Buffer): Buffer =>
  createHash(algorithm).update(content).digest()

type Fields = readonly [usage: number, selector: number, matchingType: number, content: Buffer]
const tlsa = (...records: readonly Fields[]) => ({
  [`${name} TLSA`]: records.map(([usage, selector, matchingType, certificate]) => ({
    ...{ usage, selector, matchingType, certificate },
  })),
})
/** Every form of record for one certificate. */
const forms = (usage: number, certificate: X509Certificate): Fields[] =>
  [wholeOf(certificate), keyOf(certificate)].flatMap((content, selector): Fields[] => [
    [usage, selector, 0, content],
    [usage, selector, 1, digest('sha256', content)],
    [usage, selector, 2, digest('sha512', content)],
  ])

/** The resolver validates the zone. */
const signed = ({ resolver }: World): void => {
  resolver.faults = { [`${name} AD`]: 'slow' }
}
const presenting = (certificate: ServedCertificate | undefined) => ({
  facts: { host: { ...host, certificate } },
})

const ca = signedBy("Let's Encrypt", host.hostname)
const authority = ca.issuers[0] as X509Certificate
const stranger = signedBy('Stranger', host.hostname).own
const oneDigest = (usage: number, certificate: X509Certificate): Fields => [
  ...([usage, 1, 1] as const),
  digest('sha256', keyOf(certificate)),
]

const dane: readonly DnsFault[] = [
  ...forms(3, own).map(
    (record): DnsFault => ({
      what: `the certificate as ${record.slice(0, 3).join(' ')}`,
      zone: tlsa(record),
      world: signed,
      found: { [TLSA]: 'pass' },
      says: /names the certificate that port 25 serves/,
    }),
  ),
  ...forms(2, authority).map(
    (record): DnsFault => ({
      what: `its authority as ${record.slice(0, 3).join(' ')}`,
      zone: tlsa(record),
      world: signed,
      ...presenting(ca),
      found: { [TLSA]: 'pass' },
      says: /names an authority that vouches for the certificate/,
    }),
  ),
  {
    what: 'a zone without signatures',
    zone: tlsa(oneDigest(3, own)),
    found: { [TLSA]: 'warning' },
    says: /names the certificate.*not signed with DNSSEC/,
  },
  {
    what: 'the next key beside the one in use',
    zone: tlsa(oneDigest(3, stranger), oneDigest(3, own)),
    world: signed,
    found: { [TLSA]: 'pass' },
    says: /names the certificate/,
  },
  {
    what: 'another certificate',
    zone: tlsa(...forms(3, stranger)),
    world: signed,
    found: { [TLSA]: 'fail' },
    says: /careful senders do not deliver\. Publish the one shown now/,
  },
  {
    what: 'another certificate where nobody minds',
    zone: tlsa(oneDigest(3, stranger)),
    found: { [TLSA]: 'warning' },
    says: /Publish the one shown\. The zone is not signed/,
  },
  {
    what: 'another authority',
    zone: tlsa(oneDigest(2, stranger)),
    world: signed,
    ...presenting(ca),
    found: { [TLSA]: 'fail' },
    says: /careful senders do not deliver/,
  },
  {
    what: 'the authority of a certificate that was over yesterday',
    zone: tlsa(oneDigest(2, authority)),
    world: signed,
    ...presenting({ ...signedBy('Old', host.hostname, -1), issuers: [authority] }),
    found: { [TLSA]: 'fail' },
    says: /careful senders do not deliver/,
  },
  {
    what: 'an authority that is presented beside the certificate of another',
    zone: tlsa(oneDigest(2, authority)),
    world: signed,
    ...presenting({ own, issuers: [authority] }),
    found: { [TLSA]: 'fail' },
    says: /an authority that vouches for it/,
  },
  {
    what: 'an authority that the record holds and the server does not present',
    zone: tlsa([2, 0, 0, wholeOf(authority)]),
    world: signed,
    ...presenting({ ...ca, issuers: [] }),
    found: { [TLSA]: 'unknown' },
    says: /was not compared/,
  },
  {
    what: 'usages that mail does not use',
    zone: tlsa([0, 1, 1, keyOf(authority)], [1, 1, 1, keyOf(own)]),
    world: signed,
    found: { [TLSA]: 'warning' },
    says: /usage must be 2 or 3/,
  },
  {
    what: 'numbers that nobody knows',
    zone: tlsa([3, 7, 1, keyOf(own)], [3, 1, 9, keyOf(own)]),
    world: signed,
    found: { [TLSA]: 'warning' },
    says: /selector 0 or 1, its matching type 0, 1 or 2/,
  },
  {
    what: 'a certificate that cannot be read',
    zone: tlsa(oneDigest(3, own)),
    world: signed,
    ...presenting(undefined),
    found: { [TLSA]: 'unknown' },
    says: /cannot be read now/,
  },
]

t.test('TLSA: every form, and every fault', async (t) => {
  const world = await startDnsWorld(t)
  for (const one of dane) await foundAlone(t, world, one)
})

const elsewhere = signedBy('DigiCert Inc', host.hostname)
const caa = (...records: readonly (readonly [tag: string, value: string, flags?: number])[]) => ({
  'host.example CAA': records.map(([tag, value, flags = 0]) => ({
    ...{ flags, issuerCritical: flags === 128, tag, value },
  })),
})
/** The records stand above the server's own name, and so does the finding. */
const found = (status: string) => ({ [CAA]: status })

const issuance: readonly DnsFault[] = [
  {
    what: 'an authority, and a certificate of nobody',
    zone: caa(['issue', 'ca.example']),
    found: found('pass'),
    says: /^Only ca\.example may issue certificates for this server’s name\.$/,
  },
  {
    what: 'nobody at all',
    zone: caa(['issue', ';']),
    found: found('warning'),
    says: /No authority at all may issue/,
  },
  {
    what: 'the authority in use, with parameters',
    zone: caa(['ISSUE', ' LetsEncrypt.org ; validationmethods=dns-01']),
    ...presenting(ca),
    found: found('pass'),
    says: /^Only letsencrypt\.org may.*and the one in use is from there/,
  },
  {
    what: 'one of two is the one in use',
    zone: caa(['issue', 'sectigo.com'], ['issue', 'letsencrypt.org'], ['iodef', 'mailto:a@b.test']),
    ...presenting(ca),
    found: found('pass'),
    says: /^Only sectigo\.com, letsencrypt\.org may/,
  },
  {
    what: 'another authority than the one in use',
    zone: caa(['issue', 'sectigo.com']),
    ...presenting(ca),
    found: found('warning'),
    says: /is from Let’s Encrypt, but only sectigo\.com may.*not be renewed\. Add 0 issue "letsencrypt\.org"/,
  },
  {
    what: 'another of the names of an authority',
    zone: caa(['issue', 'www.digicert.com']),
    ...presenting(elsewhere),
    found: found('pass'),
    says: /the one in use is from there/,
  },
  {
    what: 'a name that only ends like that of an authority',
    zone: caa(['issue', 'notdigicert.com']),
    ...presenting(elsewhere),
    found: found('warning'),
    says: /is from DigiCert/,
  },
  {
    what: 'only wildcards are limited',
    zone: caa(['issuewild', ';'], ['iodef', 'mailto:a@b.test']),
    ...presenting(ca),
    found: found('pass'),
    says: /limit no authority/,
  },
  {
    what: 'a wildcard certificate, for which other records hold',
    zone: caa(['issue', 'sectigo.com'], ['issuewild', 'letsencrypt.org']),
    ...presenting(signedBy("Let's Encrypt", '*.host.example')),
    found: found('pass'),
    says: /^Only sectigo\.com may/,
  },
  {
    what: 'a critical record that nobody knows',
    zone: caa(['issue', 'letsencrypt.org'], ['isuse', 'x.example', 128]),
    ...presenting(ca),
    found: found('warning'),
    says: /record isuse is marked as critical/,
  },
]

t.test('CAA: every fault', async (t) => {
  const world = await startDnsWorld(t)
  for (const one of issuance) await foundAlone(t, world, one)
  await foundAlone(t, world, {
    what: 'a record of its own goes before',
    zone: {
      ...caa(['issue', 'sectigo.com']),
      [`${host.hostname} CAA`]: [{ flags: 0, tag: 'issue', value: 'letsencrypt.org' }],
    },
    ...presenting(ca),
    found: { [`CAA ${host.hostname}`]: 'pass' },
    says: /the one in use is from there/,
  })
})
