import { claimDue } from '@mc/server/db/dns.ts'
import t from 'tap'
import { dnsPanel } from '../helpers/dns-panel.ts'

t.setTimeout(600_000)

t.test('each due domain is taken by one process', async (t) => {
  const { admin, domain, deps } = await dnsPanel(t)
  for (const name of ['a.example', 'b.example', 'c.example']) await domain(name)
  await admin.call('GET /dns')
  const later = new Date(Date.now() + 60_000)
  t.same(await claimDue(deps.db, 10, later), [], 'new ones are given time to be published')
  await deps.db.panel
    .updateTable('dns_results')
    .set({ due_at: new Date(0).toISOString() })
    .execute()
  const taken = await Promise.all([claimDue(deps.db, 10, later), claimDue(deps.db, 10, later)])
  t.same(taken.flat().sort(), ['', 'a.example', 'b.example', 'c.example'])
  t.same(await claimDue(deps.db, 10, later), [])
  await deps.db.panel
    .updateTable('dns_results')
    .set({ claimed_until: new Date(Date.now() - 1).toISOString() })
    .execute()
  t.equal((await claimDue(deps.db, 10, later)).length, 4, 'a process that died loses them')
})

t.test('another name of the server, or another key, is looked for at once', async (t) => {
  const panel = await dnsPanel(t)
  const { admin, domain, deps } = panel
  await domain('example.com')
  const ask = async () =>
    (await admin.call('GET /dns', { query: { domain: 'example.com' } })).body.data[0]
  t.equal((await ask())?.status, 'pass')
  await admin.call('PATCH /settings', { body: { public_addresses: ['203.0.113.9'] } })
  t.equal((await ask())?.status, 'fail', 'though the last look was no hour ago')
  await deps.db.panel
    .updateTable('dns_results')
    .set({ checked_at: '2026-01-01T00:00:00.000Z', due_at: '2100-01-01T00:00:00.000Z' })
    .execute()
  await deps.dns.sweep()
  const rows = await deps.db.panel.selectFrom('dns_results').selectAll().execute()
  t.ok(
    rows.every(({ due_at }) => due_at < '2100'),
    'and by itself',
  )
  await admin.call('PATCH /settings', { body: { public_addresses: ['192.0.2.10'] } })
  t.equal((await ask())?.status, 'pass')
  await deps.db.panel
    .updateTable('dkim_keys')
    .set({ selector: 'next', activated_at: new Date(Date.now() + 1).toISOString() })
    .execute()
  t.equal((await ask())?.status, 'missing')
})

t.test('what is due is looked at by itself, and pages are told', async (t) => {
  const { admin, domain, deps, world } = await dnsPanel(t)
  await domain('example.com')
  await admin.call('GET /dns')
  await deps.dns.sweep()
  t.same(world.resolver.asked, [], 'nothing is due yet')
  const told: string[] = []
  const publish = deps.hub.publish.bind(deps.hub)
  deps.hub.publish = (event, data, audience) => {
    told.push(`${event} ${JSON.stringify(data)}`)
    publish(event, data, audience)
  }
  await deps.db.panel
    .updateTable('dns_results')
    .set({ due_at: new Date(0).toISOString() })
    .execute()
  await deps.dns.sweep()
  const { body } = await admin.call('GET /dns')
  t.match([body.data[0]?.status, body.host.status], ['pass', 'pass'])
  t.ok(told.includes('changed {"resource":"dns"}'))
  const asked = world.resolver.asked.length
  await deps.dns.sweep()
  t.equal(world.resolver.asked.length, asked, 'it is not due again')
  const rows = await deps.db.panel.selectFrom('dns_results').selectAll().execute()
  for (const { due_at, claimed_until } of rows) {
    const minutes = (Date.parse(due_at) - Date.now()) / 60_000
    t.ok(minutes > 45 && minutes < 60, 'within the hour')
    t.equal(claimed_until, null)
  }
})

t.test('a panel that stops does not wait for silent servers, and keeps what it knew', async (t) => {
  const { admin, domain, deps, world } = await dnsPanel(t, { timeout: 60_000 })
  await domain('example.com')
  await admin.call('POST /dns', { body: { domain: 'example.com' } })
  world.resolver.faults = { '*': 'silent' }
  const check = deps.dns.check('example.com')
  const began = performance.now()
  await deps.dns.stop()
  await check
  // A question to a silent server takes a minute.
  t.ok(performance.now() - began < 50_000)
  t.equal((await admin.call('GET /dns')).body.data[0]?.status, 'pass')
})
