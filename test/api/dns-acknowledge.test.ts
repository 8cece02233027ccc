import { dnsTrouble } from '@mc/server/db/dns.ts'
import t from 'tap'
import { dnsPanel, elsewhere, recordOf, withZone } from '../helpers/dns-panel.ts'
import { goodZone } from '../helpers/dns-world.ts'

t.setTimeout(600_000)

t.test('what is handled elsewhere does not count until it changes', async (t) => {
  const panel = await dnsPanel(t)
  const { admin, domain, deps } = panel
  await domain('example.com')
  withZone(panel, elsewhere)
  const ack = (acknowledged: boolean, type = 'MX') =>
    admin.call('PATCH /dns/acknowledgements', {
      body: { domain: 'example.com', type, name: 'example.com', acknowledged },
    })
  t.match(await ack(true), { status: 409, body: { code: 'dns_not_checked' } })
  const check = () => admin.call('POST /dns', { body: { domain: 'example.com' } })
  t.equal((await check()).body.data[0]?.status, 'fail')
  t.match(await ack(true, 'X'), { status: 404, body: { code: 'dns_record_not_found' } })
  t.match(await ack(true, 'SPF'), { status: 409, body: { code: 'dns_record_well' } })

  const silenced = await ack(true)
  t.equal(silenced.body.data[0]?.status, 'pass')
  t.match(recordOf(silenced.body, 'MX'), { status: 'fail', acknowledged: { changed: false } })
  t.ok(recordOf(silenced.body, 'MX')?.acknowledged?.by)
  t.equal((await dnsTrouble(deps.db, 5)).total, 0)
  t.equal((await check()).body.data[0]?.status, 'pass', 'it holds after another check')

  withZone(panel, {
    ...elsewhere,
    'example.com MX': [{ preference: 10, exchange: 'mx.third.example' }],
  })
  const changed = await check()
  t.equal(changed.body.data[0]?.status, 'fail')
  t.match(recordOf(changed.body, 'MX')?.acknowledged, { changed: true })

  t.equal((await ack(true)).body.data[0]?.status, 'pass', 'acknowledged anew')
  t.equal((await ack(false)).body.data[0]?.status, 'fail', 'taken back')
  await ack(true)
  withZone(panel, {})
  t.equal(recordOf((await check()).body, 'MX')?.acknowledged, null)
  t.same(await deps.db.panel.selectFrom('dns_acknowledgements').selectAll().execute(), [])
})

t.test('a record of the server is acknowledged for all domains', async (t) => {
  const panel = await dnsPanel(t)
  const { admin, domain, world } = panel
  await domain('example.com')
  for (const server of [world.resolver, world.first, world.second]) {
    server.zone = { ...goodZone, '10.2.0.192.in-addr.arpa PTR': ['gone.example'] }
  }
  const { body } = await admin.call('POST /dns', { body: { domain: 'example.com' } })
  t.match(
    [body.data[0]?.status, body.data[0]?.own_status, body.host.status],
    ['fail', 'pass', 'fail'],
  )
  const done = await admin.call('PATCH /dns/acknowledgements', {
    body: {
      domain: 'example.com',
      type: 'PTR',
      name: '10.2.0.192.in-addr.arpa',
      acknowledged: true,
    },
  })
  t.match([done.body.data[0]?.status, done.body.host.status], ['pass', 'pass'])
})
