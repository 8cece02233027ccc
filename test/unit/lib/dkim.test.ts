import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { judgeAnswers, judgeRecords } from '@mc/server/lib/dkim-published.ts'
import { dkimValue, recordForms, txtStrings } from '@mc/shared/dkim-record'
import t from 'tap'

const rsa = (bits: number) => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
}
const pkcs1 = (spki: string): string =>
  createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' })
    .export({ type: 'pkcs1', format: 'der' })
    .toString('base64')

const public_key = rsa(2048)
const key = { algorithm: 'rsa', public_key } as const
const value = dkimValue('rsa', public_key)
const status = (...records: string[]) => judgeRecords(records, key).dns_status

t.test('the key itself is compared, however its record is written', async (t) => {
  const good = {
    'as we write it': value,
    'without version': `k=rsa; p=${public_key}`,
    'without key type, which is RSA then': `v=DKIM1; p=${public_key}`,
    'with blanks inside the key': `v=DKIM1;p=${public_key.slice(0, 100)} \t${public_key.slice(100)} ;`,
    'as RSAPublicKey': `v=DKIM1; p=${pkcs1(public_key)}`,
    'with tags that nobody knows': `v=DKIM1; x=y; n=a note; t=s; p=${public_key}`,
    'for both hashes and every service': `v=DKIM1; h=sha1:sha256; s=*; p=${public_key}`,
  }
  for (const [name, record] of Object.entries(good)) t.equal(status(record), 'published', name)
  t.equal(status('google-site-verification=abc', value), 'published', 'beside other texts')
  t.equal(status(value, value), 'published', 'twice the same')
})

t.test('W12: any other record is a mismatch, and is shown', async (t) => {
  const other = dkimValue('rsa', rsa(2048))
  const bad = {
    'another key': other,
    'an empty key: revoked': 'v=DKIM1; p=',
    'a key that is cut off': `v=DKIM1; p=${public_key.slice(0, 200)}`,
    'no base64': 'v=DKIM1; p=!!!',
    'another algorithm': `v=DKIM1; k=ed25519; p=${public_key}`,
    'only for SHA-1': `v=DKIM1; h=sha1; p=${public_key}`,
    'not for mail': `v=DKIM1; s=tlsrpt; p=${public_key}`,
    'version not first': `p=${public_key}; v=DKIM1`,
    'another version': `v=DKIM2; p=${public_key}`,
    'a tag twice': `v=DKIM1; p=${public_key}; p=${public_key}`,
    'no DKIM at all': 'v=spf1 -all',
    'quotes that were pasted along': `"${value}"`,
  }
  for (const [name, record] of Object.entries(bad)) {
    t.match(judgeRecords([record], key), { dns_status: 'mismatch', dns_actual: record }, name)
  }
  t.equal(status(value, other), 'mismatch', 'two keys: a verifier may take either')
})

t.test('nothing there is missing, nobody answering is unknown', async (t) => {
  t.same(judgeRecords([], key), { dns_status: 'missing', dns_actual: null })
  t.same(judgeAnswers([], key), { dns_status: 'unknown', dns_actual: null })
})

t.test('every responsible server must have the key: receivers may ask any of them', async (t) => {
  const all = (...answers: string[][]) => judgeAnswers(answers, key).dns_status
  t.equal(all([value], [value]), 'published')
  t.equal(all([value], []), 'missing', 'a second server is behind')
  t.equal(all([value], ['v=DKIM1; p=']), 'mismatch')
})

t.test('Ed25519: the bare 32 octets', async (t) => {
  const raw = Buffer.alloc(32, 7).toString('base64')
  const ed = { algorithm: 'ed25519', public_key: raw } as const
  t.equal(judgeRecords([dkimValue('ed25519', raw)], ed).dns_status, 'published')
  t.equal(judgeRecords([`v=DKIM1; p=${raw}`], ed).dns_status, 'mismatch', 'k= is needed')
})

t.test('the record in the forms that providers want', async (t) => {
  const long = dkimValue('rsa', rsa(4096))
  const strings = txtStrings(long)
  t.ok(strings.length === 3 && strings.every((part) => part.length <= 255))
  t.equal(strings.join(''), long)
  const forms = recordForms('s1._domainkey.a.example', long, 'a.example')
  t.match(forms, { host: 's1._domainkey', fqdn: 's1._domainkey.a.example', value: long })
  t.equal(forms.quoted, strings.map((part) => `"${part}"`).join(' '))
  t.equal(forms.bind, `s1._domainkey.a.example. 3600 IN TXT ( ${forms.quoted} )`)
  const short = recordForms('s1._domainkey.sub.a.example', 'v=DKIM1; p=', 'a.example')
  t.equal(short.host, 's1._domainkey.sub', 'below the zone that holds it')
  t.equal(short.bind, 's1._domainkey.sub.a.example. 3600 IN TXT "v=DKIM1; p="')
})
