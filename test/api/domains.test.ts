import t from 'tap'
import { buildTestApp } from '../helpers/app.ts'
import { objectsOf } from '../helpers/objects.ts'

t.test('a domain from creation to deletion, as the reference has it', async (t) => {
  const { as, deps } = await buildTestApp(t)
  const admin = await as('admin')
  const created = await admin.call('POST /domains', { body: { name: 'München.Example' } })
  t.equal(created.status, 201)
  t.match(created.body, {
    id: Number,
    name: 'xn--mnchen-3ya.example',
    name_unicode: 'münchen.example',
    active: true,
    users: 0,
    aliases: 0,
    created_at: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  })
  const { id } = created.body
  t.equal(created.headers.location, `/api/domains/${id}`)
  const one = await admin.call('GET /domains/{id}', { params: { id } })
  t.same(one.body, created.body)
  t.equal(one.headers.etag, created.headers.etag)
  const list = await admin.call('GET /domains')
  t.same(list.body, { data: [created.body], total: 1, page: 1, pageSize: 20 })
  t.same((await admin.send({ url: '/api/domains?all=true' })).json(), [created.body])

  const again = await admin.call('POST /domains', { body: { name: 'xn--mnchen-3ya.example' } })
  t.match(
    [again.status, again.body.code],
    [409, 'domain_exists'],
    'upper case and Unicode are the same domain',
  )

  const off = await admin.call('PATCH /domains', { body: { id, active: false } })
  t.match([off.status, off.body.active], [200, false])
  t.equal((await admin.call('GET /domains', { query: { active: true } })).body.total, 0)
  t.equal((await admin.call('GET /domains', { query: { active: false } })).body.total, 1)

  const gone = await admin.call('DELETE /domains', { query: { id } })
  t.same([gone.status, gone.body], [200, { message: 'Domain deleted successfully' }])
  for (const key of ['GET /domains/{id}', 'DELETE /domains/{id}'] as const) {
    const missing = await admin.call(key, { params: { id } })
    t.match([missing.status, missing.body.code], [404, 'domain_not_found'], key)
  }
  const totals = await deps.db.mail.selectFrom('mail_totals').selectAll().executeTakeFirst()
  t.match(totals, { domains: 0, inactive_domains: 0 })
  const actions = await deps.db.panel.selectFrom('audit').select(['action', 'outcome']).execute()
  t.match(
    actions.map((row) => `${row.action} ${row.outcome}`),
    ['domain.create done', 'domain.create refused', 'domain.update done', 'domain.delete done'],
  )
})

t.test('names that are refused', async (t) => {
  const { as, deps } = await buildTestApp(t)
  const admin = await as('admin')
  await admin.call('PATCH /settings', { body: { hostname: 'mail.host.example' } })
  for (const name of [
    'localhost',
    'example.com.',
    ' example.com',
    'a..example',
    '192.0.2.1',
    'user@example.com',
    'mail.host.example',
  ]) {
    const refused = await admin.call('POST /domains', { body: { name } })
    t.match([refused.status, refused.body.code], [400, 'validation_failed'], name)
    t.equal(refused.body.errors?.[0]?.field, 'name')
  }
  t.equal((await deps.db.mail.selectFrom('domains').select('id').execute()).length, 0)
})

t.test('W3: deleting a domain never deletes its mailboxes unasked', async (t) => {
  const { as, deps } = await buildTestApp(t)
  const admin = await as('admin')
  const make = objectsOf(admin)
  const a = await make.domain('a.example')
  const b = await make.domain('b.example')
  await make.user('anna@a.example', a.id)
  await make.alias('info@a.example', 'anna@a.example', a.id)
  await make.alias('sales@b.example', 'anna@a.example', b.id)

  const refused = await admin.call('DELETE /domains', { query: { id: a.id } })
  t.equal(refused.status, 409)
  t.match(refused.body, { code: 'domain_in_use', users: 1, aliases: 1, incoming_aliases: 1 })
  t.equal((await admin.call('GET /users')).body.total, 1, 'nothing was deleted')

  const forced = await admin.call('DELETE /domains/{id}', {
    params: { id: a.id },
    query: { force: true },
  })
  t.equal(forced.status, 200)
  t.equal((await admin.call('GET /users')).body.total, 0)
  t.equal((await admin.call('GET /aliases')).body.total, 0, 'aliases that pointed into it went too')
  t.match((await admin.call('GET /trash')).body.data, [{ email: 'anna@a.example' }])
  const left = await admin.call('GET /domains/{id}', { params: { id: b.id } })
  t.match(left.body, { users: 0, aliases: 0 }, 'counts of the other domain are kept')
  const totals = await deps.db.mail.selectFrom('mail_totals').selectAll().executeTakeFirst()
  t.match(totals, { domains: 1, users: 0, aliases: 0 })
})

t.test('If-Match', async (t) => {
  const { as } = await buildTestApp(t)
  const admin = await as('admin')
  const { id } = await objectsOf(admin).domain('a.example')
  const { headers } = await admin.call('GET /domains/{id}', { params: { id } })
  const etag = String(headers.etag)
  const change = (active: boolean, match: string) =>
    admin.call('PATCH /domains/{id}', {
      params: { id },
      body: { active },
      headers: { 'if-match': match },
    })
  const changed = await change(false, etag)
  t.equal(changed.status, 200)
  const stale = await change(true, etag)
  t.match([stale.status, stale.body.code], [412, 'etag_mismatch'])
  t.equal((await change(true, `"x", ${changed.headers.etag}`)).status, 200)
  t.equal((await change(false, '*')).status, 200)
  const drop = (match: string) =>
    admin.call('DELETE /domains/{id}', { params: { id }, headers: { 'if-match': match } })
  t.equal((await drop(etag)).status, 412)
  t.equal((await drop('*')).status, 200)
})

t.test('bulk: what can be done is done, the rest is named', async (t) => {
  const { as, deps } = await buildTestApp(t)
  const admin = await as('admin')
  const make = objectsOf(admin)
  const used = await make.domain('used.example')
  const free = await make.domain('free.example')
  await make.user('anna@used.example', used.id)
  const ids = [used.id, free.id, 999]

  const dry = await admin.call('POST /domains/bulk', {
    body: { action: 'delete', ids, dry_run: true },
  })
  t.match(dry.body, {
    done: 1,
    failed: [
      { id: used.id, code: 'domain_in_use' },
      { id: 999, code: 'domain_not_found' },
    ],
  })
  t.equal((await admin.call('GET /domains')).body.total, 2, 'a dry run changes nothing')

  const off = await admin.call('POST /domains/bulk', { body: { action: 'deactivate', ids } })
  t.match(off.body, { done: 2, failed: [{ id: 999 }] })
  t.equal((await admin.call('GET /domains', { query: { active: false } })).body.total, 2)

  const deleted = await admin.call('POST /domains/bulk', { body: { action: 'delete', ids } })
  t.match(deleted.body, { done: 1, failed: [{ id: used.id }, { id: 999 }] })
  const forced = await admin.call('POST /domains/bulk', {
    body: { action: 'delete', ids: [used.id], force: true },
  })
  t.match(forced.body, { done: 1, failed: [] })
  const totals = await deps.db.mail.selectFrom('mail_totals').selectAll().executeTakeFirst()
  t.match(totals, { domains: 0, inactive_domains: 0, users: 0 })
  const rows = await deps.db.panel
    .selectFrom('audit')
    .selectAll()
    .where('action', '=', 'domain.bulk')
    .execute()
  t.equal(rows.length, 3, 'one audit row a call, none for the dry run')
})

t.test('50 parallel creations of one domain give one 201 and 49 409', async (t) => {
  const { as } = await buildTestApp(t)
  const admin = await as('admin')
  const answers = await Promise.all(
    Array.from({ length: 50 }, () =>
      admin.call('POST /domains', { body: { name: 'one.example' } }),
    ),
  )
  const statuses = answers.map((answer) => answer.status).sort()
  t.same(statuses, [201, ...Array<number>(49).fill(409)])
  t.equal((await admin.call('GET /domains')).body.total, 1)
})
