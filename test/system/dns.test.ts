import { lookTxt, lookup } from '@mc/server/lib/dns/lookup.ts'
import type { DnsRecord, DnsReply } from '@mc/shared/contract'
import t from 'tap'
import { startMailBed } from '../helpers/mail-bed.ts'
import { launchMc } from '../helpers/mc.ts'
import { zoneOf } from '../helpers/zone.ts'

t.setTimeout(300_000)

const bed = await startMailBed(t)
const { call } = bed

const ofType = ({ data }: DnsReply, type: string): readonly DnsRecord[] =>
  data[0]?.records.filter((record) => record.type === type) ?? []

t.test('a domain that was just made has every record that mail needs', async (t) => {
  const { name } = await bed.freshDomain()
  const { status, body } = await call('GET /dns', { query: { domain: name } })
  t.equal(status, 200)
  const wrong = body.data[0]?.records.filter(
    ({ status, optional }) => status !== 'pass' && !(optional && status === 'missing'),
  )
  t.same(wrong, [], 'nothing is found wrong')
  t.equal(body.data[0]?.status, 'pass')
  for (const type of ['NS', 'MX', 'SPF', 'DKIM', 'DMARC', 'A', 'PTR']) {
    const found = ofType(body, type)
    t.ok(found.length > 0, type)
    for (const { status, actual } of found) {
      t.equal(status, 'pass', type)
      t.ok(actual.length > 0, `${type} was really seen`)
    }
  }
  const [tlsa] = ofType(body, 'TLSA')
  t.match(tlsa?.record?.value, /^3 1 1 [0-9a-f]{64}$/, 'the served key, as the agent tells it')
})

const zone = zoneOf(t, bed.panel)

t.test('what is changed in the zone is found, and nothing else', async (t) => {
  const { name } = await bed.freshDomain()
  const look = async () => (await call('POST /dns', { body: { domain: name } })).body
  /** The first may share a look that the panel has begun by itself before the change. */
  const check = async () => {
    await look()
    return look()
  }
  const faults = ({ data }: DnsReply) =>
    data[0]?.records
      .filter(({ status, optional }) => status !== 'pass' && !(optional && status === 'missing'))
      .map(({ type, status }) => `${type} ${status}`)
  t.same(faults(await check()), [])
  zone('local_data_remove', `_dmarc.${name}`)
  t.same(faults(await check()), ['DMARC missing'])
  zone('local_data', `${name}. 60 IN TXT "v=spf1 -all"`)
  t.same(faults(await check()), ['SPF fail', 'DMARC missing'])
  const key = (await call('GET /dkim', { query: { domain: name } })).body.data[0]
  zone('local_data_remove', key?.dns_name ?? '')
  zone('local_data', `${key?.dns_name}. 60 IN TXT "v=DKIM1; k=rsa; p=AAAA"`)
  t.same(faults(await check()), ['SPF fail', 'DKIM fail', 'DMARC missing'])

  const tool = await launchMc(bed.panel, ['dns', 'check', name])
  t.equal(tool.code, 1)
  t.match(tool.stdout, /FAIL DKIM/)
  t.match(tool.stdout, /publish: _dmarc\./)
  t.match((await launchMc(bed.panel, ['dns', 'list'])).stdout, new RegExp(`fail +${name}`))
})

t.test('the real resolver: too big for UDP, an alias, no such name', async (t) => {
  const { name } = await bed.freshDomain()
  const server = { address: '127.0.0.1', port: bed.panel.ports.dns }
  const texts = [...'abcdefgh'].map((letter) => letter.repeat(250))
  for (const text of texts) zone('local_data', `big.${name}. 60 IN TXT "${text}"`)
  t.same((await lookTxt(`big.${name}`, { server })).values.toSorted(), texts)
  zone('local_data', `alias.${name}. 60 IN CNAME ${name}.`)
  t.match(await lookup(`alias.${name}`, 'MX', { server }), { status: 'ok', aliases: [name] })
  t.equal((await lookup(`none.${name}`, 'A', { server })).status, 'nxdomain')
  t.equal((await lookup(name, 'SRV', { server })).status, 'nodata')
  const direct = await lookup(name, 'MX', { server, recursive: false })
  t.match(direct, { status: 'ok', authoritative: true })
})
