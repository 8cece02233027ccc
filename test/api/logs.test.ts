import { readTotals } from '@mc/server/db/mail-rows.ts'
import { reconcileAudit } from '@mc/server/plugins/audit.ts'
import t from 'tap'
import { buildTestApp } from '../helpers/app.ts'
import { Client } from '../helpers/client.ts'
import { MAIL_PASSWORD, objectsOf } from '../helpers/objects.ts'

const json = { 'content-type': 'application/json' }

t.test('every change leaves a row that says who, what, from where and how it ended', async (t) => {
  const { app, accounts, as, deps } = await buildTestApp(t)
  const { account, cookie } = await accounts.signedIn('admin')
  const admin = new Client(app, { cookie })
  const address = '198.51.100.7'
  const made = await admin.call('POST /domains', { body: { name: 'a.example' }, address })
  await admin.call('POST /domains', { body: { name: 'a.example' } })
  const params = { id: made.body.id }
  await admin.call('PATCH /domains/{id}', { params, body: { active: false } })
  const viewer = await as('viewer')
  await viewer.call('DELETE /domains/{id}', { params })
  await new Client(app, {}).call('DELETE /domains/{id}', { params })
  const script = new Client(app, {
    authorization: await accounts.tokenOf(account.id, { domains: 'write' }),
  })
  await script.call('DELETE /domains/{id}', { params })
  const rows = (await admin.call('GET /logs', { query: { dir: 'asc' } })).body.data
  const brief = rows.map(({ actor, action, outcome }) => [actor, action, outcome])
  t.same(brief, [
    [account.username, 'domain.create', 'done'],
    [account.username, 'domain.create', 'refused'],
    [account.username, 'domain.update', 'done'],
    [brief[3]?.[0], 'domain.delete', 'refused'],
    [null, 'domain.delete', 'refused'],
    ['token:test', 'domain.delete', 'done'],
  ])
  t.match(rows[0], { target: 'a.example', address, request_id: /\w/, created_at: /Z$/ })
  t.match(rows[2], { before: { active: true }, after: { active: false } })

  const secret = 'Correct-Horse-9-of-a-mailbox'
  const domain = await admin.call('POST /domains', { body: { name: 'b.example' } })
  const user = await admin.call('POST /users', {
    body: { email: 'x@b.example', password: secret, domain_id: domain.body.id },
  })
  t.equal(user.status, 201)
  await admin.call('PATCH /users', { body: { id: user.body.id, password: `${secret}!` } })
  const all = JSON.stringify(await deps.db.panel.selectFrom('audit').selectAll().execute())
  t.notMatch(all, /Correct-Horse|SSHA512|scrypt/, 'no secret')
})

t.test('failed logins are logged, bounded, and never show what was typed as a name', async (t) => {
  const { nobody, deps, app } = await buildTestApp(t)
  for (let i = 0; i < 14; i += 1) {
    await nobody.call('POST /auth/login', {
      body: { username: 'i am a pass phrase', password: 'x' },
    })
  }
  await app.close()
  const rows = await deps.db.panel.selectFrom('audit').selectAll().orderBy('id').execute()
  const failed = rows.filter(({ action }) => action === 'auth.login_failed')
  t.equal(failed.length, 11, 'ten rows and one that counts the rest')
  t.match(failed.at(-1)?.after, /"count":4/)
  t.notMatch(JSON.stringify(rows), /phrase/)
})

t.test('the log is filtered, searched, paged and exported', async (t) => {
  const { as, deps } = await buildTestApp(t)
  const admin = await as('admin')
  const row = (i: number) => ({
    created_at: new Date(Date.UTC(2026, 0, 1, 0, 0, i)).toISOString(),
    actor: i % 2 ? 'anna' : 'Bert',
    action: i % 3 ? 'domain.create' : 'user.delete',
    target: i === 7 ? '=cmd|x' : `100%_name-${i}.example`,
    before: null,
    after: '{"active":true}',
    address: '192.0.2.1',
    request_id: `r-${i}`,
    outcome: 'done',
  })
  const rows = Array.from({ length: 60 }, (_, i) => row(i))
  await deps.db.panel.insertInto('audit').values(rows).execute()
  const ask = (query: Record<string, string | number>) => admin.call('GET /logs', { query })
  const page = (await ask({ pageSize: 5, page: 2 })).body
  t.match(page, { total: 60, page: 2, pageSize: 5 })
  t.same(
    page.data.map(({ request_id }) => request_id),
    ['r-54', 'r-53', 'r-52', 'r-51', 'r-50'],
  )
  t.same(page.data[0]?.after, { active: true })
  t.equal((await ask({ user: 'anna' })).body.total, 30)
  t.equal((await ask({ action: 'user.delete' })).body.total, 20)
  t.equal((await ask({ user: 'anna', action: 'user.delete' })).body.total, 10)
  const span = { from: '2026-01-01T00:00:10.000Z', to: '2026-01-01T01:00:19.000+01:00' }
  t.equal((await ask(span)).body.total, 10)
  t.equal((await ask({ search: 'BERT' })).body.total, 30)
  t.equal((await ask({ search: 'name-5', dir: 'asc' })).body.data[0]?.request_id, 'r-5')
  t.equal((await ask({ search: '100%_' })).body.total, 59)
  t.equal((await ask({ search: '0__' })).body.total, 0)
  t.equal((await ask({ from: 'yesterday' })).status, 400)
  const csv = await admin.send({ method: 'GET', url: '/api/logs?format=csv&user=anna' })
  t.match(csv.headers, {
    'content-type': /^text\/csv/,
    'content-disposition': /attachment; filename="audit.csv"/,
  })
  const lines = csv.body.split('\r\n')
  t.match(lines[0], /^\uFEFFid,created_at,actor/)
  t.equal(lines.length, 32)
  t.ok(csv.body.includes(",'=cmd|x,"), 'what a spreadsheet would run is defused')
  for (const method of ['POST', 'PATCH', 'DELETE', 'PUT'] as const) {
    const response = await admin.send({ method, url: '/api/logs', headers: json })
    t.equal(response.statusCode, 405, `${method} is no way to change it`)
  }
})

t.test('what cannot be logged is not done', async (t) => {
  const { as, deps } = await buildTestApp(t)
  const admin = await as('admin')
  await deps.db.panel.schema.alterTable('audit').renameTo('audit_away').execute()
  const refused = await admin.call('POST /domains', { body: { name: 'a.example' } })
  t.match(refused, { status: 503, body: { code: 'audit_unavailable' } })
  t.ok(Number(refused.headers['retry-after']) > 0)
  t.same(await deps.db.mail.selectFrom('domains').selectAll().execute(), [])
  await deps.db.panel.schema.alterTable('audit_away').renameTo('audit').execute()
})

t.test('a mailbox, its counts and its row in the log come together or not at all', async (t) => {
  const { as, deps } = await buildTestApp(t)
  const admin = await as('admin')
  const domain = await objectsOf(admin).domain('a.example')
  const create = () =>
    admin.call('POST /users', {
      body: {
        email: 'anna@a.example',
        password: MAIL_PASSWORD,
        domain_id: domain.id,
        active: false,
      },
    })
  const state = async () => ({
    mailboxes: (await deps.db.mail.selectFrom('mailboxes').select('email').execute()).length,
    domain: await deps.db.mail.selectFrom('domains').selectAll().executeTakeFirst(),
    totals: await readTotals(deps.db.mail),
  })
  const none = { users: 0, inactive_users: 0 }
  await deps.db.panel.schema.alterTable('audit').renameTo('audit_away').execute()
  t.match(await create(), { status: 503, body: { code: 'audit_unavailable' } })
  t.match(await state(), { mailboxes: 0, domain: none, totals: none })
  await deps.db.panel.schema.alterTable('audit_away').renameTo('audit').execute()
  t.equal((await create()).status, 201)
  t.equal((await create()).status, 409)
  const one = { users: 1, inactive_users: 1 }
  t.match(await state(), { mailboxes: 1, domain: one, totals: one })
  const rows = await deps.db.panel
    .selectFrom('audit')
    .select(['actor', 'target', 'after', 'outcome'])
    .where('action', '=', 'user.create')
    .orderBy('id')
    .execute()
  const row = { actor: /./, target: 'anna@a.example', after: /"active":false/ }
  t.match(rows, [
    { ...row, outcome: 'done' },
    { ...row, outcome: 'refused' },
  ])
  t.equal(rows.length, 2)
})

t.test('rows that a crash left open are settled at the start', async (t) => {
  const { deps } = await buildTestApp(t)
  const open = (action: string) => ({
    created_at: new Date().toISOString(),
    actor: 'anna',
    action,
    target: null,
    before: null,
    after: null,
    address: null,
    request_id: null,
    outcome: 'pending',
  })
  const { panel, mail } = deps.db
  await panel
    .insertInto('audit')
    .values([open('done'), open('not done'), open('queue.clear')])
    .execute()
  const [first] = await panel.selectFrom('audit').selectAll().orderBy('id').execute()
  await mail
    .insertInto('applied_changes')
    .values({ audit_id: first?.id ?? 0, applied_at: new Date().toISOString() })
    .execute()
  await reconcileAudit(deps.db)
  const rows = await panel.selectFrom('audit').selectAll().orderBy('id').execute()
  t.same(
    rows.map(({ outcome }) => outcome),
    ['done', 'failed', 'unknown'],
    'nobody knows how far the agent came',
  )
})

t.test('a repeated request with an Idempotency-Key is done once', async (t) => {
  const { as, accounts, app, deps } = await buildTestApp(t)
  const admin = await as('admin')
  const create = (name: string, key: string, client = admin) =>
    client.call('POST /domains', { body: { name }, headers: { 'idempotency-key': key } })
  const first = await create('a.example', 'one')
  const again = await create('a.example', 'one')
  t.equal(first.status, 201)
  t.equal(again.status, 201)
  t.same(again.body, first.body)
  t.equal(again.headers.location, first.headers.location)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.equal((await create('a.example', 'two')).status, 409)
  const repeated = await create('a.example', 'two')
  t.match(repeated, { status: 409, headers: { 'idempotency-replayed': 'true' } })
  const other = await create('b.example', 'one')
  t.match(other, { status: 422, body: { code: 'idempotency_mismatch' } })
  t.equal((await create('b.example', 'one', await as('admin'))).status, 201, 'keys are private')
  const { id } = await accounts.make('admin')
  const token = new Client(app, { authorization: await accounts.tokenOf(id, { domains: 'write' }) })
  t.equal((await create('c.example', 'one', token)).status, 201)
  t.equal((await create('d.example', 'x y')).status, 400)
  t.equal((await create('d.example', 'k'.repeat(256))).status, 400)

  const together = await Promise.all(
    Array.from({ length: 8 }, () => create('e.example', 'at-once')),
  )
  const codes = together.map(({ status }) => status)
  t.ok(codes.includes(201))
  t.ok(
    codes.every((status) => status === 201 || status === 409),
    codes.join(),
  )
  const rows = await deps.db.mail.selectFrom('domains').select('name').execute()
  t.equal(rows.filter(({ name }) => name === 'e.example').length, 1)

  const secret = 'Correct-Horse-9'
  const named = { username: 'someone', email: 's@test.example', password: secret, role: 'viewer' }
  const account = await admin.send({
    method: 'POST',
    url: '/api/accounts',
    headers: { ...json, 'idempotency-key': 'account' },
    payload: named,
  })
  t.equal(account.statusCode, 201)
  const kept = await deps.db.panel.selectFrom('idempotency').selectAll().execute()
  t.notOk(
    kept.some(({ reply }) => reply?.includes('someone')),
    'never for accounts',
  )
})
