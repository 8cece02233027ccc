import t from 'tap'
import { type DnsFault, foundAlone, over } from '../../helpers/dns-faults.ts'
import { facts, publicKey, startDnsWorld, txt } from '../../helpers/dns-world.ts'

const MX = 'MX example.com'
const SPF = 'SPF example.com'
const DKIM = 'DKIM mail._domainkey.example.com'
const DMARC = 'DMARC _dmarc.example.com'

t.setTimeout(600_000)

const mx = (...exchanges: (readonly [number, string])[]) =>
  exchanges.map(([preference, exchange]) => ({ preference, exchange }))

const elevenLookups = Object.fromEntries(
  Array.from({ length: 10 }, (_all, n) => [
    `s${n}.example.com TXT`,
    txt('v=spf1 ip4:198.51.100.1'),
  ]),
)

const cases: readonly DnsFault[] = [
  { what: 'nothing is wrong', found: {}, says: /./ },
  {
    what: 'no MX',
    zone: { 'example.com MX': undefined },
    // Without an MX, the record’s “mx” names nobody.
    found: { [MX]: 'missing', [SPF]: 'fail' },
    says: /no MX record.*10 mail\.host\.example/,
  },
  {
    what: 'MX elsewhere',
    zone: {
      'example.com MX': mx([10, 'mx.other.example']),
      'mx.other.example A': ['198.51.100.7'],
      'example.com TXT': txt('v=spf1 ip4:192.0.2.10 -all'),
    },
    found: { [MX]: 'fail' },
    says: /goes to mx\.other\.example, not to this server/,
  },
  {
    what: 'another name of this server',
    zone: {
      'example.com MX': mx([10, 'mx.example.com']),
      'mx.example.com A': ['192.0.2.10'],
    },
    found: {},
    says: /./,
  },
  {
    what: 'a filter service in front',
    zone: {
      'example.com MX': mx([5, 'mx.other.example'], [10, 'mail.host.example']),
      'mx.other.example A': ['198.51.100.7'],
    },
    found: { [MX]: 'warning' },
    says: /mx\.other\.example is tried before/,
  },
  {
    what: 'null MX',
    zone: {
      'example.com MX': mx([0, '.']),
      'example.com TXT': txt('v=spf1 ip4:192.0.2.10 -all'),
    },
    found: { [MX]: 'fail' },
    says: /null MX/,
  },
  {
    what: 'MX to a name without address',
    zone: {
      'example.com MX': mx([10, 'mail.host.example'], [20, 'gone.example.com']),
    },
    found: { [MX]: 'fail' },
    says: /gone\.example\.com has no address/,
  },
  {
    what: 'MX to an alias',
    zone: {
      'example.com MX': mx([10, 'mx.example.com']),
      'mx.example.com CNAME': ['mail.host.example'],
    },
    found: { [MX]: 'warning' },
    says: /alias \(CNAME\)/,
  },
  {
    what: 'no SPF',
    zone: { 'example.com TXT': txt('some-verification=123') },
    found: { [SPF]: 'missing' },
    says: /no SPF record/,
  },
  {
    what: 'two SPF records',
    zone: { 'example.com TXT': [...txt('v=spf1 mx -all'), ...txt('v=spf1 a -all')] },
    found: { [SPF]: 'fail' },
    says: /2 SPF records/,
  },
  {
    what: 'SPF with eleven look-ups',
    zone: {
      'example.com TXT': txt(
        `v=spf1 ${Array.from({ length: 10 }, (_all, n) => `include:s${n}.example.com`).join(' ')} mx -all`,
      ),
      ...elevenLookups,
    },
    found: { [SPF]: 'fail' },
    says: /more than 10 look-ups/,
  },
  {
    what: 'SPF with three names that lead nowhere',
    zone: {
      'example.com TXT': txt('v=spf1 a:x1.example.com a:x2.example.com a:x3.example.com mx -all'),
    },
    found: { [SPF]: 'fail' },
    says: /more than 2 of the names/,
  },
  {
    what: 'SPF with a misspelt mechanism',
    zone: { 'example.com TXT': txt('v=spf1 mx ipv4:192.0.2.1 -all') },
    found: { [SPF]: 'fail' },
    says: /ipv4:192\.0\.2\.1.*not valid/,
  },
  {
    what: 'SPF that forbids this server',
    zone: { 'example.com TXT': txt('v=spf1 ip4:198.51.100.0/24 -all') },
    found: { [SPF]: 'fail' },
    says: /forbids 192\.0\.2\.10/,
  },
  {
    what: 'SPF that lets everybody send',
    zone: { 'example.com TXT': txt('v=spf1 mx +all') },
    found: { [SPF]: 'warning' },
    says: /lets everybody/,
  },
  {
    what: 'no DKIM key',
    zone: { 'mail._domainkey.example.com TXT': undefined },
    found: { [DKIM]: 'missing' },
    says: /No key is published/,
  },
  {
    what: 'another DKIM key',
    zone: {
      'mail._domainkey.example.com TXT': txt(`v=DKIM1; k=rsa; p=${publicKey.slice(0, -40)}`),
    },
    found: { [DKIM]: 'fail' },
    says: /not the key of this server/,
  },
  {
    what: 'a withdrawn DKIM key',
    zone: { 'mail._domainkey.example.com TXT': txt('v=DKIM1; p=') },
    found: { [DKIM]: 'fail' },
    says: /withdrawn/,
  },
  {
    what: 'a next DKIM key that is not published yet',
    facts: {
      keys: [
        ...facts.keys,
        { selector: 'next', algorithm: 'rsa', public_key: publicKey, state: 'pending' },
      ],
    },
    found: { 'DKIM next._domainkey.example.com': 'warning' },
    says: /not published yet/,
  },
  {
    what: 'DKIM by an alias that leads to another zone',
    zone: {
      'mail._domainkey.example.com TXT': undefined,
      'mail._domainkey.example.com CNAME': ['key.other.example'],
      'key.other.example TXT': txt(`v=DKIM1; k=rsa; p=${publicKey}`),
    },
    found: {},
    says: /./,
  },
  {
    what: 'aliases in a circle',
    zone: {
      'mail._domainkey.example.com TXT': undefined,
      'mail._domainkey.example.com CNAME': ['a.example.com'],
      'a.example.com CNAME': ['mail._domainkey.example.com'],
    },
    found: { [DKIM]: 'fail' },
    says: /leads back to itself/,
  },
  {
    what: 'no DMARC',
    zone: { '_dmarc.example.com TXT': undefined },
    found: { [DMARC]: 'missing' },
    says: /no DMARC record/,
  },
  {
    what: 'DMARC at its first step is fine, and says what comes next',
    zone: { '_dmarc.example.com TXT': txt('v=DMARC1; p=none; rua=mailto:dmarc@example.com') },
    found: {},
    says: /./,
  },
  {
    what: 'DMARC whose reports nobody gets',
    zone: { '_dmarc.example.com TXT': txt('v=DMARC1; p=none') },
    found: { [DMARC]: 'warning' },
    says: /Nobody gets the reports/,
  },
  {
    what: 'DMARC reports to somebody who does not take them',
    zone: {
      '_dmarc.example.com TXT': txt('v=DMARC1; p=reject; rua=mailto:d@reports.example'),
      'reports.example A': ['198.51.100.2'],
    },
    found: { [DMARC]: 'warning' },
    says: /example\.com\._report\._dmarc\.reports\.example/,
  },
  {
    what: 'DMARC without a policy',
    zone: { '_dmarc.example.com TXT': txt('v=DMARC1; p=block') },
    found: { [DMARC]: 'fail' },
    says: /no valid policy/,
  },
]

t.test('every fault in what a domain publishes: the right finding and no other', async (t) => {
  const world = await startDnsWorld(t)
  for (const one of cases) await foundAlone(t, world, one)
})

t.test('a record that lacks the server is mended, not replaced', async (t) => {
  const world = await startDnsWorld(t)
  for (const server of [world.resolver, world.first, world.second]) {
    server.zone = over({ 'example.com TXT': txt('v=spf1 ip4:198.51.100.0/24 ~all') })
  }
  const spf = (await world.look()).find(({ type }) => type === 'SPF')
  t.same(spf?.record, {
    host: 'example.com',
    type: 'TXT',
    value: 'v=spf1 ip4:198.51.100.0/24 a:mail.host.example ~all',
  })
})

t.test('a subdomain inherits the policy of its parent', async (t) => {
  const world = await startDnsWorld(t)
  const zone = over({
    'sub.example.com MX': mx([10, 'mail.host.example']),
    'sub.example.com TXT': txt('v=spf1 mx -all'),
  })
  for (const server of [world.resolver, world.first, world.second]) server.zone = zone
  const found = await world.look({ domain: 'sub.example.com' })
  const dmarc = found.find(({ type }) => type === 'DMARC')
  t.equal(dmarc?.status, 'pass')
  t.match(dmarc?.message, /record of example\.com holds for sub\.example\.com too/)
})
