import { parseDomainName } from '@mc/server/lib/domain-names.ts'
import {
  domainOf,
  parseAliasSource,
  parseDestination,
  parseMailboxAddress,
  withoutTag,
} from '@mc/server/lib/mail-addresses.ts'
import fc from 'fast-check'
import t from 'tap'

const name = (given: string) => {
  const parsed = parseDomainName(given)
  return parsed.ok ? parsed.value.name : undefined
}

t.test('domain names become lower-case A-labels', async (t) => {
  for (const [given, stored, unicode] of [
    ['Example.COM', 'example.com', 'example.com'],
    ['münchen.example', 'xn--mnchen-3ya.example', 'münchen.example'],
    ['MÜNCHEN.example', 'xn--mnchen-3ya.example', 'münchen.example'],
    ['mu\u0308nchen.example', 'xn--mnchen-3ya.example', 'münchen.example'],
    ['XN--mnchen-3ya.example', 'xn--mnchen-3ya.example', 'münchen.example'],
    ['straße.example', 'xn--strae-oqa.example', 'straße.example'],
    ['mail.my-company.example', 'mail.my-company.example', 'mail.my-company.example'],
    ['пример.рф', 'xn--e1afmkfd.xn--p1ai', 'пример.рф'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
  ] as const) {
    t.same(parseDomainName(given), { ok: true, value: { name: stored, unicode } }, given)
  }
})

t.test('what is no mail domain is refused with a reason', async (t) => {
  for (const given of [
    '',
    'localhost',
    'example.com.',
    '.example.com',
    'a..b',
    '-a.example',
    'a-.example',
    'under_score.example',
    ' example.com',
    'example.com ',
    'exa\tmple.com',
    'example.com\n',
    'ex%61mple.com',
    'example.com/x',
    'user@example.com',
    'example.com:25',
    'example.com?x',
    'example.com#x',
    '192.0.2.1',
    '[192.0.2.1]',
    '2001:db8::1',
    '1.2.3',
    'a.0x7f',
    'a。b',
    'ｅｘａｍｐｌｅ.com',
    'ﬁ.example',
    '\u212aelvin.example',
    '☃.example',
    'xn--a.example',
    'xn--zz.example',
    'a\u00ad.example',
    `${'a'.repeat(64)}.example`,
    `${'ü'.repeat(60)}.example`,
    `${'a.'.repeat(126)}ab`,
  ]) {
    const parsed = parseDomainName(given)
    t.notOk(parsed.ok, JSON.stringify(given))
    if (!parsed.ok) t.match(parsed.why, /^(must|has)/)
  }
})

t.test('what is accepted is accepted again and stays what it is', async (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
      const first = name(text)
      if (first === undefined) return
      t.equal(name(first), first)
      t.match(first, /^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
    }),
    { numRuns: 3000 },
  )
  fc.assert(
    fc.property(fc.domain(), (domain) => {
      const stored = name(domain)
      t.equal(stored, domain.toLowerCase())
    }),
  )
})

const box = (given: string) => {
  const parsed = parseMailboxAddress(given)
  return parsed.ok ? parsed.value.address : undefined
}

t.test('addresses that Dovecot could not log in are no mailboxes', async (t) => {
  t.equal(box('Anna.Meier@Example.COM'), 'anna.meier@example.com')
  t.equal(box('a_b-c.1@münchen.example'), 'a_b-c.1@xn--mnchen-3ya.example')
  t.equal(box(`${'a'.repeat(64)}@example.com`), `${'a'.repeat(64)}@example.com`)
  for (const given of [
    'anna',
    '@example.com',
    'a b@example.com',
    'a+b@example.com',
    'a"b@example.com',
    '"a b"@example.com',
    'a/b@example.com',
    '../a@example.com',
    'a%b@example.com',
    'a,b@example.com',
    'a\0b@example.com',
    'ä@example.com',
    '.a@example.com',
    'a.@example.com',
    'a..b@example.com',
    '-a@example.com',
    'a@b@example.com',
    'a@[192.0.2.1]',
    ' a@example.com',
    'a@example.com ',
    '\u212a@example.com',
    `${'a'.repeat(65)}@example.com`,
    `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}.ex`,
  ]) {
    t.equal(box(given), undefined, JSON.stringify(given))
  }
})

t.test('alias sources and destinations may hold more', async (t) => {
  const source = (given: string) => {
    const parsed = parseAliasSource(given)
    return parsed.ok ? parsed.value.address : undefined
  }
  const destination = (given: string) => {
    const parsed = parseDestination(given)
    return parsed.ok ? parsed.value.address : undefined
  }
  t.equal(source('@Example.com'), '@example.com')
  t.equal(source("a+=&'~!#$^{}|?@example.com"), "a+=&'~!#$^{}|?@example.com")
  t.equal(source('a*b@example.com'), undefined)
  t.equal(source('@'), undefined)
  t.equal(source('@nodots'), undefined)
  t.equal(destination('A*B/c%d`e@Example.com'), 'a*b/c%d`e@example.com')
  t.equal(destination('@example.com'), undefined)
  t.equal(destination('"a b"@example.com'), undefined)
  t.equal(destination('a@example.com\nb@example.com'), undefined)
  t.equal(destination('a@example.com, b@example.com'), undefined)
})

t.test('tags', async (t) => {
  t.equal(withoutTag('a+b+c@example.com'), 'a@example.com')
  t.equal(withoutTag('a@example.com'), undefined)
  t.equal(withoutTag('+a@example.com'), undefined)
  t.equal(domainOf('a@b@example.com'), 'example.com')
})
