import t from 'tap'
import { type DnsFault, foundAlone, over } from '../../helpers/dns-faults.ts'
import { goodZone, startDnsWorld, statuses, txt } from '../../helpers/dns-world.ts'

const NS = 'NS example.com'
const MX = 'MX example.com'
const SPF = 'SPF example.com'
const DKIM = 'DKIM mail._domainkey.example.com'
const DMARC = 'DMARC _dmarc.example.com'
const PTR = 'PTR 10.2.0.192.in-addr.arpa'
const A = 'A mail.host.example'

t.setTimeout(600_000)

const cases: readonly DnsFault[] = [
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

t.test('every fault of servers and their names: the right finding and no other', async (t) => {
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
