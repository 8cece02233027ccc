import { dnsTrouble } from '@mc/server/db/dns.ts'
import t from 'tap'
import { buildTestApp } from '../helpers/app.ts'
import { age, dnsPanel, elsewhere, recordOf, withZone } from '../helpers/dns-panel.ts'
import { objectsOf } from '../helpers/objects.ts'

t.setTimeout(600_000)

t.test('a domain is checked when that was never done, or more than an hour ago', async (t) => {
  const panel = await dnsPanel(t)
  const { admin, world, domain } = panel
  await domain('example.com')
  const ask = () => admin.call('GET /dns', { query: { domain: 'example.com' } })
  const first = await ask()
  t.equal(first.status, 200)
  const [entry] = first.body.data
  t.match(entry, { domain: 'example.com', status: 'pass', own_status: 'pass' })
  t.match(entry?.counts, { pass: 5, warning: 0, fail: 0, missing: 0, unknown: 0, optional: 7 })
  t.match(first.body.host, { domain: 'mail.host.example', status: 'pass' })
  const types = new Set(entry?.records.map(({ type }) => type))
  for (const type of ['A', 'AAAA', 'NS', 'MX', 'SPF', 'DKIM', 'DMARC', 'PTR', 'TLSA', 'CAA']) {
    t.ok(types.has(type), type)
  }
  t.match(recordOf(first.body, 'MX'), {
    name: 'example.com',
    expected: '10 mail.host.example',
    actual: ['10 mail.host.example'],
    status: 'pass',
    scope: 'domain',
  })
  const asked = world.resolver.asked.length
  t.equal((await ask()).body.checked_at, first.body.checked_at)
  t.equal(world.resolver.asked.length, asked, 'nobody was asked again')
  await age(panel, 3_601_000)
  const later = await ask()
  t.ok(world.resolver.asked.length > asked)
  t.ok((later.body.checked_at ?? '') >= (first.body.checked_at ?? ''))
})

t.test('a check now, by whoever may read', async (t) => {
  const panel = await dnsPanel(t)
  const { admin, as, domain, deps } = panel
  await domain('example.com')
  const viewer = await as('viewer')
  const check = (name: string) => viewer.call('POST /dns', { body: { domain: name } })
  const good = await check('example.com')
  t.match([good.status, good.body.data[0]?.status], [200, 'pass'])
  withZone(panel, elsewhere)
  const bad = await check('EXAMPLE.com')
  t.match([bad.status, bad.body.data[0]?.status], [200, 'fail'])
  t.match(await dnsTrouble(deps.db, 5), {
    total: 1,
    worst: [{ domain: 'example.com', status: 'fail' }],
  })
  t.match((await check('other.example')).body, { code: 'domain_not_found' })
  t.equal((await check('not a name')).status, 400)
  const extra = await viewer.send({
    method: 'POST',
    url: '/api/dns',
    headers: { 'content-type': 'application/json' },
    payload: '{"domain":"example.com","force":true}',
  })
  t.equal(extra.statusCode, 400)
  const ack = { domain: 'example.com', type: 'MX', name: 'example.com', acknowledged: true }
  t.equal((await viewer.call('PATCH /dns/acknowledgements', { body: ack })).status, 403)
  const { body: log } = await admin.call('GET /logs', { query: { action: 'dns.check' } })
  t.match(log.data[0], { target: 'example.com', outcome: 'done' })
})

t.test('no answer is unknown, never missing', async (t) => {
  const { admin, domain, world } = await dnsPanel(t)
  await domain('example.com')
  world.resolver.faults = { '*': 'silent' }
  const { body } = await admin.call('GET /dns', { query: { domain: 'example.com' } })
  t.equal(body.data[0]?.status, 'unknown')
  const seen = body.data[0]?.records ?? []
  t.same([...new Set(seen.map(({ status }) => status))], ['unknown'])
})

t.test('a panel without a mail stack asks nobody and says so', async (t) => {
  const { as } = await buildTestApp(t)
  const admin = await as('admin')
  await objectsOf(admin).domain('example.com')
  const { status, body } = await admin.call('GET /dns', { query: { domain: 'example.com' } })
  t.equal(status, 200)
  // That it has no key, the panel knows by itself.
  const others = body.data[0]?.records.filter(({ type }) => type !== 'DKIM') ?? []
  t.same([...new Set(others.map((record) => record.status))], ['unknown'])
  t.match(recordOf(body, 'MX'), { status: 'unknown', message: /no name server could be reached/ })
})

t.test('the list tells of a thousand domains and asks nobody', async (t) => {
  const { admin, world, deps } = await dnsPanel(t)
  const now = new Date().toISOString()
  const names = Array.from({ length: 1000 }, (_all, n) => `d${String(n).padStart(4, '0')}.example`)
  for (let n = 0; n < names.length; n += 250) {
    const rows = names.slice(n, n + 250).map((name) => ({
      ...{ name, name_unicode: name, active: 1, users: 0, aliases: 0 },
      ...{ inactive_users: 0, inactive_aliases: 0, created_at: now, updated_at: now },
    }))
    await deps.db.mail.insertInto('domains').values(rows).execute()
  }
  await deps.db.mail.updateTable('mail_totals').set({ domains: 1000 }).execute()
  const list = async (query: Readonly<Record<string, string | number | boolean>> = {}) =>
    (await admin.call('GET /dns', { query })).body
  const page = await list({ sort: 'domain', pageSize: 50, page: 3 })
  t.match(page, { total: 1000, page: 3, pageSize: 50, checked_at: null })
  t.equal(page.data.length, 50)
  t.match(page.data[0], { domain: 'd0100.example', status: 'unknown', records: [] })
  t.same(world.resolver.asked, [])
  await deps.db.panel
    .updateTable('dns_results')
    .set({ status: 'fail', severity: 4, checked_at: now })
    .where('domain', '=', 'd0500.example')
    .execute()
  t.equal((await list()).data[0]?.domain, 'd0500.example', 'the worst first')
  t.equal((await list({ status: 'fail' })).total, 1)
  t.equal((await list({ search: '99' })).total, 19)
  t.equal((await list({ page: 99 })).data.length, 0)
  t.equal((await admin.call('GET /dns', { query: { sort: 'x' } })).status, 400)
})

t.test('a deleted domain is forgotten with what was said of it', async (t) => {
  const panel = await dnsPanel(t)
  const { admin, domain, deps } = panel
  const id = await domain('example.com')
  withZone(panel, elsewhere)
  await admin.call('POST /dns', { body: { domain: 'example.com' } })
  await admin.call('PATCH /dns/acknowledgements', {
    body: { domain: 'example.com', type: 'MX', name: 'example.com', acknowledged: true },
  })
  await admin.call('DELETE /domains', { query: { id } })
  t.equal((await admin.call('GET /dns')).body.total, 0)
  t.same(await deps.db.panel.selectFrom('dns_acknowledgements').selectAll().execute(), [])
  t.equal((await admin.call('GET /dns', { query: { domain: 'example.com' } })).status, 404)
})

t.test('a domain made in the place of another is in the list', async (t) => {
  const { admin, domain } = await dnsPanel(t)
  const id = await domain('a.example')
  t.equal((await admin.call('GET /dns')).body.data[0]?.domain, 'a.example')
  await admin.call('DELETE /domains', { query: { id } })
  await domain('b.example')
  const { data } = (await admin.call('GET /dns')).body
  t.same(
    data.map((row) => row.domain),
    ['b.example'],
  )
})
