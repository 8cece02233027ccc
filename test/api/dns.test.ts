import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { claimDue, dnsTrouble } from '@mc/server/db/dns.ts'
import type { DnsReply } from '@mc/shared/contract'
import t, { type Test } from 'tap'
import { buildTestApp } from '../helpers/app.ts'
import { dnsPanel } from '../helpers/dns-panel.ts'
import { goodZone, txt } from '../helpers/dns-world.ts'
import { objectsOf } from '../helpers/objects.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(120_000)

type Panel = Awaited<ReturnType<typeof dnsPanel>>

const withZone = (
  { world }: Panel,
  changes: Readonly<Record<string, readonly unknown[]>>,
): void => {
  for (const server of [world.resolver, world.first, world.second]) {
    server.zone = { ...goodZone, ...changes }
  }
}

const elsewhere = {
  'example.com MX': [{ preference: 10, exchange: 'mx.other.example' }],
  'mx.other.example A': ['198.51.100.7'],
  'example.com TXT': txt('v=spf1 ip4:192.0.2.10 -all'),
}

const recordOf = ({ data }: DnsReply, type: string) =>
  data[0]?.records.find((record) => record.type === type)

/** As if it had been checked this long ago. */
const age = async ({ deps }: Panel, milliseconds: number): Promise<void> => {
  const checked_at = new Date(Date.now() - milliseconds).toISOString()
  await deps.db.panel.updateTable('dns_results').set({ checked_at }).execute()
}

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
  t.ok(performance.now() - began < 20_000)
  t.equal((await admin.call('GET /dns')).body.data[0]?.status, 'pass')
})

/** A self-signed certificate for the name, which the client is told to trust. */
const certificateFor = (t: Test, name: string) => {
  const dir = mkdtempSync(join(tmpdir(), 'mc-sts-'))
  t.teardown(() => rmSync(dir, { recursive: true, force: true }))
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')]
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-noenc', '-days', '2', '-subj', '/CN=test'],
      ...['-addext', `subjectAltName=DNS:${name}`, '-keyout', key, '-out', cert],
    ],
    { stdio: 'ignore' },
  )
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
}

t.test('an MTA-STS policy is fetched over HTTPS alone, within bounds', async (t) => {
  const pair = certificateFor(t, 'mta-sts.example.com')
  const answers: { status: number; text: string } = {
    status: 200,
    text: 'version: STSv1\nmode: enforce\nmx: mail.host.example\nmax_age: 604800\n',
  }
  const server = createServer(pair, (_request, response) => {
    response.writeHead(answers.status, { location: 'https://127.0.0.1/' }).end(answers.text)
  })
  server.listen(0, '127.0.0.1')
  await until('the web server listens', 5000, () => server.listening)
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const panel = await dnsPanel(t, { policies: { port, ca: pair.cert, local: true } })
  await panel.domain('example.com')
  const sts = {
    '_mta-sts.example.com TXT': txt('v=STSv1; id=1'),
    'mta-sts.example.com A': ['127.0.0.1'],
  }
  const found = async () => {
    const { body } = await panel.admin.call('POST /dns', { body: { domain: 'example.com' } })
    return recordOf(body, 'MTA-STS')
  }
  withZone(panel, sts)
  t.match(await found(), { status: 'pass', message: /MTA-STS protects/ })
  answers.text = answers.text.replace('mail.host', 'other')
  t.match(await found(), { status: 'fail', message: /does not name mail\.host\.example/ })
  answers.text = 'x'.repeat(100_000)
  t.match(await found(), { status: 'fail', message: /longer than 64 kB/ })
  answers.status = 302
  t.match(await found(), { status: 'fail', message: /answers 302/ })
  withZone(panel, { ...sts, 'mta-sts.example.com A': ['127.0.0.2'] })
  t.match(await found(), { status: 'unknown', message: /no connection/ })
  withZone(panel, { '_mta-sts.example.com TXT': txt('v=STSv1; id=1') })
  t.match(await found(), { status: 'fail', message: /has no address/ })
})

t.test('a policy on a local address is not fetched', async (t) => {
  const panel = await dnsPanel(t)
  await panel.domain('example.com')
  withZone(panel, {
    '_mta-sts.example.com TXT': txt('v=STSv1; id=1'),
    'mta-sts.example.com A': ['127.0.0.1'],
  })
  const { body } = await panel.admin.call('POST /dns', { body: { domain: 'example.com' } })
  t.match(recordOf(body, 'MTA-STS'), { status: 'fail', message: /leads to a local address/ })
})
