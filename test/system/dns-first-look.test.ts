import type { DnsDomain, DnsReply } from '@mc/shared/contract'
import t, { type Test } from 'tap'
import { startMailBed } from '../helpers/mail-bed.ts'
import { until } from '../helpers/until.ts'
import { zoneOf } from '../helpers/zone.ts'

t.setTimeout(600_000)

const bed = await startMailBed(t)
const { call, dns, panel } = bed

const faults = ({ records }: DnsDomain) =>
  records
    .filter(({ optional, status }) => status !== 'pass' && !(optional && status === 'missing'))
    .map(({ type, name, status, message }) => ({ type, name, status, message }))

/** That the server's own name leads to its address and back, each seen and found right. */
const foundRight = async (t: Test, { host, data }: DnsReply): Promise<void> => {
  const { hostname, public_addresses } = (await call('GET /settings')).body
  const seen = (wanted: string) =>
    host.records.filter(({ type }) => type === wanted).flatMap(({ actual }) => actual)
  t.equal(host.domain, hostname)
  t.same(faults(host), [], 'nothing is found wrong')
  t.same(seen('A'), public_addresses)
  t.same(
    seen('PTR'),
    public_addresses.map(() => hostname),
  )
  t.equal(host.status, 'pass')
  for (const domain of data) t.same(faults(domain), [], domain.domain)
}

t.test('the first look that a new server takes by itself finds nothing wrong', async (t) => {
  const { body } = await until('the server was looked at', 240_000, async () => {
    const answer = await call('GET /dns')
    return answer.body.host.checked_at !== null && answer
  })
  await foundRight(t, body)
})

t.test('so does the one right after the first domain was made', async (t) => {
  t.match(await call('POST /domains', { body: { name: 'first.test' } }), { status: 201 })
  await foundRight(t, (await call('POST /dns', { body: { domain: 'first.test' } })).body)
})

t.test('so does the one right after the server got another name and address', async (t) => {
  const reverse = '9.100.51.198.in-addr.arpa'
  t.same(await dns.resolve4('mx.second.test'), ['127.0.0.1'], 'a name of the made-up world')
  await t.rejects(dns.resolvePtr(reverse), 'an address without a name')
  const body = { hostname: 'mx.second.test', public_addresses: ['198.51.100.9'] }
  t.match(await call('PATCH /settings', { body }), { status: 200 })
  t.same(await dns.resolve4('mx.second.test'), ['198.51.100.9'], 'what was known is forgotten')
  t.same(await dns.resolvePtr(reverse), ['mx.second.test'], 'also that there was nothing')
  // A look from before the change is taken again.
  await foundRight(t, (await call('GET /dns', { query: { domain: 'first.test' } })).body)
})

t.test('whatever the resolver served last, it reads its zones when the agent comes', async (t) => {
  const zone = zoneOf(t, panel)
  await panel.supervisor.stop('agent')
  zone('local_data_remove', 'mx.second.test')
  await t.rejects(dns.resolve4('mx.second.test'), 'as if it had missed the last change')
  await panel.supervisor.start('agent')
  const found = await until('the zone was read', 60_000, () =>
    dns.resolve4('mx.second.test').catch(() => undefined),
  )
  t.same(found, ['198.51.100.9'])
  await foundRight(t, (await call('POST /dns', { body: { domain: 'first.test' } })).body)
})
