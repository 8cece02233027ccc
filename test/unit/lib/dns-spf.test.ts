import { evaluateSpf, type SpfResult } from '@mc/server/lib/dns/spf.ts'
import { expandMacros } from '@mc/server/lib/dns/spf-macro.ts'
import type { Answer, RecordType } from '@mc/server/lib/dns/types.ts'
import t from 'tap'

const zone: Readonly<Record<string, readonly string[]>> = {
  'example.com A': ['192.0.2.1'],
  'example.com AAAA': ['2001:db8::1'],
  'example.com MX': ['10 mx1.example.com', '20 mx2.example.com'],
  'mx1.example.com A': ['192.0.2.11'],
  'mx2.example.com A': ['192.0.2.12'],
  'mx1.example.com AAAA': ['2001:db8::11'],
  'mx2.example.com AAAA': ['2001:db8::12'],
  'other.example TXT': ['v=spf1 ip4:198.51.100.0/24 -all'],
  'soft.example TXT': ['v=spf1 ~all'],
  'loop.example TXT': ['v=spf1 include:loop.example -all'],
  'two.example TXT': ['v=spf1 -all', 'v=spf1 +all'],
  'broken.example TXT': ['v=spf1 what -all'],
  'none.example TXT': ['something else'],
  '1.2.0.192.in-addr.arpa PTR': ['example.com'],
  '1.2.0.192._spf.example.com A': ['127.0.0.2'],
  'many.example MX': Array.from({ length: 11 }, (_all, n) => `10 m${n}.example`),
}

const resolve = async (name: string, type: RecordType): Promise<Answer> => ({
  status: name.startsWith('dead.') ? 'timeout' : zone[`${name} ${type}`] ? 'ok' : 'nxdomain',
  values: zone[`${name} ${type}`] ?? [],
  ttl: 60,
  aliases: [],
  authoritative: false,
  authenticated: false,
  server: { address: '127.0.0.1', port: 53 },
})

const check = (record: string, ip = '192.0.2.1') =>
  evaluateSpf(
    record,
    'example.com',
    { ip, sender: 'strong-bad@email.example.com', helo: 'mail.example.com' },
    resolve,
  )

t.test('records of RFC 7208', async (t) => {
  const cases: readonly (readonly [string, SpfResult, string?])[] = [
    ['v=spf1 +all', 'pass'],
    ['v=spf1 a -all', 'pass'],
    ['v=spf1 a -all', 'pass', '2001:db8::1'],
    ['v=spf1 a -all', 'fail', '192.0.2.2'],
    ['v=spf1 a/30 -all', 'pass', '192.0.2.2'],
    ['v=spf1 a//126 -all', 'pass', '2001:db8::2'],
    ['v=spf1 A/24//64 -ALL', 'pass', '192.0.2.200'],
    ['v=spf1 mx -all', 'pass', '192.0.2.12'],
    ['v=spf1 mx:example.com -all', 'pass', '2001:db8::11'],
    ['v=spf1 ip4:192.0.2.0/24 -all', 'pass'],
    ['v=spf1 ip4:192.0.2.0/24 -all', 'fail', '2001:db8::1'],
    ['v=spf1 ip6:2001:db8::/32 -all', 'pass', '2001:db8:ffff::1'],
    ['v=spf1 include:other.example ~all', 'pass', '198.51.100.9'],
    ['v=spf1 include:other.example ~all', 'softfail'],
    ['v=spf1 include:soft.example ?all', 'neutral'],
    ['v=spf1 redirect=other.example', 'fail'],
    ['v=spf1 ?all redirect=other.example', 'neutral'],
    ['v=spf1 exists:%{ir}._spf.%{d} -all', 'pass'],
    ['v=spf1 ptr -all', 'pass'],
    ['v=spf1', 'neutral'],
    ['v=spf1 exp=explain.example.com a:nowhere.example -all', 'fail'],
    ['v=spf1 include:none.example -all', 'permerror'],
    ['v=spf1 redirect=none.example', 'permerror'],
    ['v=spf1 include:two.example -all', 'permerror'],
    ['v=spf1 include:broken.example -all', 'permerror'],
    ['v=spf1 include:loop.example -all', 'permerror'],
    ['v=spf1 include:dead.example -all', 'temperror'],
    ['v=spf1 mx:many.example -all', 'permerror'],
    ['v=spf1 a:n1.example a:n2.example a:n3.example -all', 'permerror'],
    ['v=spf1 ip4:192.0.2.0/33 -all', 'permerror'],
    ['v=spf1 ip4:192.0.2 -all', 'permerror'],
    ['v=spf1 ip6:192.0.2.1 -all', 'permerror'],
    ['v=spf1 include -all', 'permerror'],
    ['v=spf1 a: -all', 'permerror'],
    ['v=spf1 all:example.com', 'permerror'],
    ['v=spf1 exists:%{x}.example.com -all', 'permerror'],
    ['v=spf1 redirect=a.example redirect=b.example', 'permerror'],
    ['v=spf1 -all +all', 'fail'],
  ]
  for (const [record, result, ip] of cases) {
    const outcome = await check(record, ip)
    t.equal(outcome.result, result, `${record} ${ip ?? ''} ${outcome.problem ?? ''}`)
    t.equal(outcome.problem !== undefined, result === 'permerror' || result === 'temperror')
  }
})

t.test('look-ups are counted over all records', async (t) => {
  t.match(await check('v=spf1 ip4:192.0.2.9 -all'), { lookups: 0, voids: 0 })
  t.match(await check('v=spf1 a:no.example mx include:other.example -all', '203.0.113.1'), {
    lookups: 3,
    voids: 1,
  })
  const ten = Array.from({ length: 10 }, () => 'include:other.example').join(' ')
  t.match(await check(`v=spf1 ${ten} -all`), { result: 'fail', lookups: 10 })
  t.match(await check(`v=spf1 ${ten} a -all`), { result: 'permerror', lookups: 11 })
})

t.test('macros as in the examples of RFC 7208 7.4', async (t) => {
  const id = { ip: '192.0.2.3', sender: 'strong-bad@email.example.com', helo: 'mail.example.com' }
  const examples = {
    '%{s}': 'strong-bad@email.example.com',
    '%{o}': 'email.example.com',
    '%{d}': 'email.example.com',
    '%{d4}': 'email.example.com',
    '%{d3}': 'email.example.com',
    '%{d2}': 'example.com',
    '%{d1}': 'com',
    '%{dr}': 'com.example.email',
    '%{d2r}': 'example.email',
    '%{l}': 'strong-bad',
    '%{l-}': 'strong.bad',
    '%{lr}': 'strong-bad',
    '%{lr-}': 'bad.strong',
    '%{l1r-}': 'strong',
    '%{ir}.%{v}._spf.%{d2}': '3.2.0.192.in-addr._spf.example.com',
    '%{lr-}.lp._spf.%{d2}': 'bad.strong.lp._spf.example.com',
    '%{d2}.trusted-domains.example.net': 'example.com.trusted-domains.example.net',
  }
  for (const [spec, expected] of Object.entries(examples)) {
    t.equal(expandMacros(spec, id, 'email.example.com'), expected, spec)
  }
  const six = { ...id, ip: '2001:db8::cb01' }
  t.equal(
    expandMacros('%{ir}.%{v}._spf.%{d2}', six, 'email.example.com'),
    '1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com',
  )
  t.equal(expandMacros('%{z}', id, 'example.com'), undefined)
  t.equal(expandMacros('%%%_%-x', id, 'example.com'), '% %20x')
})
