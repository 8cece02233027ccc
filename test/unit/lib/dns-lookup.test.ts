import { lookTxt, lookup } from '@mc/server/lib/dns/lookup.ts'
import type { AnswerStatus, AskOptions, RecordType } from '@mc/server/lib/dns/types.ts'
import t from 'tap'
import { startDnsServer } from '../../helpers/dns-server.ts'

const long = `v=DKIM1; k=rsa; p=${'A'.repeat(600)}`
const zone = {
  'example.com A': ['192.0.2.1', '192.0.2.2'],
  'example.com AAAA': ['2001:db8:0:0::1'],
  'example.com MX': [{ preference: 10, exchange: 'Mail.Example.com.' }],
  'null.example.com MX': [{ preference: 0, exchange: '.' }],
  'example.com TXT': [['v=spf1 ', '-all']],
  'long.example.com TXT': [[long.slice(0, 250), long.slice(250, 500), long.slice(500)]],
  'alias.example.com CNAME': ['middle.example.com'],
  'middle.example.com CNAME': ['example.com'],
  'loop1.example.com CNAME': ['loop2.example.com'],
  'loop2.example.com CNAME': ['loop1.example.com'],
  'away.example.com CNAME': ['example.org'],
  '_25._tcp.example.com TLSA': [
    { usage: 3, selector: 1, matchingType: 1, certificate: Buffer.from('ab12', 'hex') },
  ],
  'example.com CAA': [{ flags: 0, tag: 'issue', value: 'ca.example' }],
  '_imaps._tcp.example.com SRV': [
    { priority: 0, weight: 1, port: 993, target: 'mail.example.com' },
  ],
}

t.test('an authoritative server is understood in every mood', async (t) => {
  const server = await startDnsServer(t, zone, {
    'silent.example.com': 'silent',
    'servfail.example.com': 'servfail',
    'refused.example.com': 'refused',
    'lame.example.com': 'lame',
    'garbled.example.com': 'garbled',
    'respelled.example.com': 'respelled',
    'long.example.com': 'truncated',
  })
  const options: AskOptions = { server, timeout: 300, tries: 2, recursive: false }
  const cases: readonly (readonly [string, RecordType, AnswerStatus, readonly string[]])[] = [
    ['EXAMPLE.com.', 'A', 'ok', ['192.0.2.1', '192.0.2.2']],
    ['example.com', 'AAAA', 'ok', ['2001:db8::1']],
    ['example.com', 'MX', 'ok', ['10 mail.example.com']],
    ['null.example.com', 'MX', 'ok', ['0 .']],
    ['example.com', 'TXT', 'ok', ['v=spf1 -all']],
    ['long.example.com', 'TXT', 'ok', [long]],
    ['alias.example.com', 'A', 'ok', ['192.0.2.1', '192.0.2.2']],
    ['loop1.example.com', 'A', 'cname_loop', []],
    ['away.example.com', 'A', 'alias', []],
    ['_25._tcp.example.com', 'TLSA', 'ok', ['3 1 1 ab12']],
    ['example.com', 'CAA', 'ok', ['0 issue "ca.example"']],
    ['_imaps._tcp.example.com', 'SRV', 'ok', ['0 1 993 mail.example.com']],
    ['example.com', 'PTR', 'nodata', []],
    ['nothing.example.com', 'A', 'nxdomain', []],
    ['silent.example.com', 'A', 'timeout', []],
    ['servfail.example.com', 'A', 'servfail', []],
    ['refused.example.com', 'A', 'refused', []],
    ['lame.example.com', 'A', 'lame', []],
    ['garbled.example.com', 'A', 'malformed', []],
    ['respelled.example.com', 'A', 'timeout', []],
    [`${'a'.repeat(64)}.example.com`, 'A', 'nxdomain', []],
  ]
  for (const [name, type, status, values] of cases) {
    const answer = await lookup(name, type, options)
    t.equal(answer.status, status, `${name} ${type}`)
    t.same(answer.values, values, `${name} ${type}`)
  }
  const absent = await lookup('nothing.example.com', 'A', options)
  t.equal(absent.ttl, 60, 'an absence lives as long as the SOA says')
  const alias = await lookup('alias.example.com', 'A', options)
  t.same(alias.aliases, ['middle.example.com', 'example.com'])
  t.equal(alias.ttl, 300)
  const tcp = server.asked.filter((line) => line.endsWith('tcp'))
  t.same(tcp, ['long.example.com TXT tcp'], 'only what was cut off is asked over TCP')
})

t.test('a lost question is asked again, a silent server only so often', async (t) => {
  const server = await startDnsServer(
    t,
    zone,
    { 'example.com': 'drops_one', 'silent.example.com': 'silent' },
    { resolver: true },
  )
  const patient: AskOptions = { server, timeout: 2000, tries: 3 }
  t.same((await lookTxt('example.com', patient)).values, ['v=spf1 -all'])
  const hasty: AskOptions = { server, timeout: 200, tries: 3 }
  t.equal((await lookup('silent.example.com', 'A', hasty)).status, 'timeout')
  t.equal(server.asked.filter((line) => line.startsWith('silent')).length, 3)
})

t.test('the deadline of the whole check ends everything', async (t) => {
  const server = await startDnsServer(t, zone, { '*': 'silent' }, { resolver: true })
  const signal = AbortSignal.timeout(150)
  // Without the signal it would take hours.
  const answer = await lookup('example.com', 'A', { server, timeout: 3_600_000, tries: 9, signal })
  t.equal(answer.status, 'timeout')
})

t.test('an answer in other letters may be forged: it is asked for over TCP', async (t) => {
  const name = 'a-long-name-for-many-letters.example.com'
  const server = await startDnsServer(t, { [`${name} A`]: ['192.0.2.7'] }, { [name]: 'recased' })
  const answer = await lookup(name, 'A', { server, recursive: false })
  t.same(answer.values, ['192.0.2.7'])
  t.same(server.asked, [`${name} A udp`, `${name} A tcp`])
})

t.test('nothing listens there', async (t) => {
  const answer = await lookup('example.com', 'A', { server: { address: '127.0.0.1', port: 9 } })
  t.equal(answer.status, 'unreachable')
})

t.test('a resolver that stops at an alias is asked on, a loop ends', async (t) => {
  const server = await startDnsServer(t, zone, {}, { resolver: true })
  t.equal((await lookup('away.example.com', 'A', { server })).status, 'nxdomain')
  server.zone = { ...zone, 'example.org CNAME': ['away.example.com'] }
  t.equal((await lookup('away.example.com', 'A', { server })).status, 'cname_loop')
  server.zone = { ...zone, 'example.org A': ['192.0.2.9'] }
  t.same((await lookup('away.example.com', 'A', { server })).values, ['192.0.2.9'])
})
