import type { DomainFacts } from '@mc/server/lib/dns/checks/facts.ts'
import t from 'tap'
import { type DnsFault, foundAlone, over } from '../../helpers/dns-faults.ts'
import {
  facts,
  goodZone,
  publicKey,
  startDnsWorld,
  statuses,
  txt,
} from '../../helpers/dns-world.ts'

const NS = 'NS example.com'
const MX = 'MX example.com'
const SPF = 'SPF example.com'
const DKIM = 'DKIM mail._domainkey.example.com'
const DMARC = 'DMARC _dmarc.example.com'
const PTR = 'PTR 10.2.0.192.in-addr.arpa'
const A = 'A mail.host.example'

t.setTimeout(120_000)

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
  {
    what: 'no reverse name',
    zone: { '10.2.0.192.in-addr.arpa PTR': undefined },
    found: { [PTR]: 'missing' },
    says: /no reverse name/,
  },
  {
    what: 'a reverse name that does not lead back',
    zone: { '10.2.0.192.in-addr.arpa PTR': ['host-10.provider.example'] },
    found: { [PTR]: 'fail' },
    says: /does not lead back/,
  },
  {
    what: 'another reverse name than the greeting',
    zone: {
      '10.2.0.192.in-addr.arpa PTR': ['host-10.provider.example'],
      'host-10.provider.example A': ['192.0.2.10'],
    },
    found: { [PTR]: 'warning' },
    says: /greets as mail\.host\.example/,
  },
  {
    what: 'the host leads elsewhere',
    zone: { 'mail.host.example A': ['198.51.100.9'] },
    found: { [A]: 'fail', [PTR]: 'fail', [SPF]: 'fail' },
    says: /not this server/,
  },
  {
    what: 'an IPv6 address nobody knows of here',
    zone: { 'mail.host.example AAAA': ['2001:db8::7'] },
    found: { 'AAAA mail.host.example': 'fail' },
    says: /no IPv6 address is set/,
  },
  {
    what: 'a lame name server',
    world: ({ second }) => {
      second.faults = { '*': 'lame' }
    },
    found: { [NS]: 'warning' },
    says: /ns2\.example\.com \(127\.0\.0\.1\) is not responsible/,
  },
  {
    what: 'a silent name server',
    world: ({ second }) => {
      second.faults = { '*': 'silent' }
    },
    found: { [NS]: 'warning' },
    says: /ns2\.example\.com.*does not answer in time/,
  },
  {
    what: 'both name servers silent: what the resolver remembers is shown',
    world: ({ first, second }) => {
      first.faults = { '*': 'silent' }
      second.faults = { '*': 'silent' }
    },
    found: { [NS]: 'unknown' },
    says: /No name server of example\.com answers/,
  },
  {
    what: 'everything truncated',
    world: ({ first, second, resolver }) => {
      for (const server of [first, second, resolver]) server.faults = { '*': 'truncated' }
    },
    found: {},
    says: /./,
  },
  {
    what: 'everything slow',
    world: ({ first, second }) => {
      for (const server of [first, second]) server.faults = { '*': 'slow' }
    },
    found: {},
    says: /./,
  },
  {
    what: 'SERVFAIL everywhere for one name',
    world: ({ first, second, resolver }) => {
      for (const server of [first, second, resolver]) {
        server.faults = { '_dmarc.example.com': 'servfail' }
      }
    },
    found: { [DMARC]: 'unknown' },
    says: /Nothing is known/,
  },
  {
    what: 'SERVFAIL at the resolver alone: signatures',
    world: ({ resolver }) => {
      resolver.faults = { '_dmarc.example.com': 'servfail' }
    },
    found: { [DMARC]: 'warning' },
    says: /DNSSEC/,
  },
  {
    what: 'no answer for one name',
    world: ({ first, second, resolver }) => {
      for (const server of [first, second, resolver]) {
        server.faults = { 'mail._domainkey.example.com': 'silent' }
      }
    },
    found: { [DKIM]: 'unknown' },
    says: /Nothing is known: no server answered in time/,
  },
  {
    what: 'two name servers that disagree',
    world: ({ second }) => {
      second.zone = over({ '_dmarc.example.com TXT': undefined })
    },
    found: { [DMARC]: 'missing' },
    says: /name servers disagree: ns2\.example\.com \(127\.0\.0\.1\)/,
  },
  {
    what: 'a resolver that remembers what was',
    world: ({ resolver }) => {
      resolver.zone = over({ '_dmarc.example.com TXT': undefined })
    },
    found: {},
    says: /./,
  },
  {
    what: 'a domain that is not delegated',
    zone: Object.fromEntries(
      Object.keys(goodZone)
        .filter((key) => / (NS|MX|TXT)$/.test(key) && !key.startsWith('host.example'))
        .map((key) => [key, undefined]),
    ),
    found: {
      [NS]: 'fail',
      [MX]: 'missing',
      [SPF]: 'missing',
      [DKIM]: 'missing',
      [DMARC]: 'missing',
    },
    says: /no name servers/,
  },
]

t.test('every fault: the right finding and no other', async (t) => {
  const world = await startDnsWorld(t)
  for (const one of cases) await foundAlone(t, world, one)
})

t.test('a resolver that is down: nothing is known, nothing is called missing', async (t) => {
  const world = await startDnsWorld(t)
  world.resolver.faults = { '*': 'silent' }
  const found = statuses(await world.look())
  t.same(new Set(Object.values(found)), new Set(['unknown']))
})

t.test('differences name the server, its answer and the time left', async (t) => {
  const world = await startDnsWorld(t)
  world.resolver.zone = over({
    '_dmarc.example.com TXT': txt('v=DMARC1; p=none; rua=mailto:a@example.com'),
  })
  const dmarc = (await world.look()).find(({ type }) => type === 'DMARC')
  t.same(dmarc?.differences, [
    { server: '127.0.0.1', actual: ['v=DMARC1; p=none; rua=mailto:a@example.com'], ttl: 300 },
  ])
  t.match(dmarc?.message, /still has another answer for up to 5 min more/)
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

t.test('what is optional is judged where it stands', async (t) => {
  const world = await startDnsWorld(t)
  const policy = (text: string) => ({ fetchPolicy: async () => ({ text }) })
  const sts = { '_mta-sts.example.com TXT': txt('v=STSv1; id=20260101') }
  const good = 'version: STSv1\nmode: enforce\nmx: mail.host.example\nmax_age: 604800\n'
  const srv = (port: number, target: string) => ({
    '_imaps._tcp.example.com SRV': [{ priority: 0, weight: 1, port, target }],
  })
  const check = async (
    key: string,
    zone: DnsFault['zone'],
    status: string,
    more: Partial<DomainFacts> = {},
  ) => {
    for (const server of [world.resolver, world.first, world.second]) server.zone = over(zone)
    t.equal(statuses(await world.look(more))[key], status, `${key}: ${status}`)
  }
  const STS = 'MTA-STS _mta-sts.example.com'
  await check(STS, sts, 'unknown')
  await check(STS, sts, 'pass', policy(good))
  await check(STS, sts, 'fail', policy(good.replace('mail.host', 'other')))
  await check(
    STS,
    sts,
    'warning',
    policy(good.replace('mail.host', 'other').replace('enforce', 'testing')),
  )
  await check(STS, sts, 'fail', policy('version: STSv1\nmode: enforce\nmax_age: 604800'))
  await check(STS, { '_mta-sts.example.com TXT': txt('v=STSv1;') }, 'fail', policy(good))
  const RPT = 'TLS-RPT _smtp._tls.example.com'
  await check(
    RPT,
    { '_smtp._tls.example.com TXT': txt('v=TLSRPTv1; rua=mailto:t@example.com') },
    'pass',
  )
  await check(RPT, { '_smtp._tls.example.com TXT': txt('v=TLSRPTv1; rua=t@example.com') }, 'fail')
  await check('SRV _imaps._tcp.example.com', srv(993, 'mail.host.example'), 'pass')
  await check('SRV _imaps._tcp.example.com', srv(143, 'mail.host.example'), 'warning')
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
