import { domainByName } from '@mc/server/db/mail-rows.ts'
import t from 'tap'
import { buildTestApp } from '../helpers/app.ts'
import { objectsOf, MAIL_PASSWORD as password } from '../helpers/objects.ts'

const setUp = async (t: Parameters<typeof buildTestApp>[0]) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const make = objectsOf(admin)
  const domain = await make.domain('a.example')
  const load = (csv: string, dry_run = false) =>
    admin.call('POST /users/import', { body: { csv, dry_run } })
  return { ...app, admin, make, domain, load }
}

t.test('a file is taken whole or not at all, and may be sent again', async (t) => {
  const { admin, deps, make, domain, load } = await setUp(t)
  await make.alias('info@a.example', 'me@o.example', domain.id)
  const bad = [
    'email,password,quota_bytes,active',
    `good@a.example,${password},1000,false`,
    `info@a.example,${password},,`,
    `x@elsewhere.example,${password},,`,
    'short@a.example,abc,,',
    `bad address@a.example,${password},,`,
    `GOOD@a.example,${password},,`,
    `q@a.example,${password},-1,`,
    `b@a.example,${password},,maybe`,
    `c@a.example,${password},,,extra`,
  ].join('\r\n')
  const refused = await load(bad)
  t.equal(refused.status, 200)
  t.match(refused.body, { total: 9, valid: 1, invalid: 8, created: 0 })
  t.match(refused.body.rows, [
    { line: 2, email: 'good@a.example', status: 'create', error: null },
    { line: 3, status: 'invalid', error: /alias/ },
    { line: 4, status: 'invalid', error: /elsewhere\.example/ },
    { line: 5, status: 'invalid', error: /^password: / },
    { line: 6, status: 'invalid', error: /^email: / },
    { line: 7, status: 'invalid', error: /line 2/ },
    { line: 8, status: 'invalid', error: /^quota_bytes: / },
    { line: 9, status: 'invalid', error: /^active: / },
    { line: 10, status: 'invalid' },
  ])
  t.equal((await admin.call('GET /users')).body.total, 0)

  const good = `\ufeffpassword,email\n"${password}",a@a.example\n${password},B@A.example\n`
  t.match((await load(good, true)).body, {
    total: 2,
    valid: 2,
    created: 0,
    rows: [{ status: 'create' }, {}],
  })
  t.equal((await admin.call('GET /users')).body.total, 0, 'a dry run creates nothing')
  t.match((await load(good)).body, {
    created: 2,
    rows: [{ status: 'created' }, { status: 'created' }],
  })
  const before = await deps.db.mail.selectFrom('mailboxes').selectAll().orderBy('id').execute()
  const more = `${good}${password},c@a.example\n`
  t.match((await load(more)).body, {
    created: 1,
    rows: [{ status: 'exists' }, { status: 'exists' }, { status: 'created' }],
  })
  const after = await deps.db.mail.selectFrom('mailboxes').selectAll().orderBy('id').execute()
  t.same(after.slice(0, 2), before, 'what existed is as it was')
  t.match(await domainByName(deps.db.mail, 'a.example'), { users: 3 })
})

t.test('files that cannot be read', async (t) => {
  const { load } = await setUp(t)
  for (const csv of [
    '',
    'email\na@a.example',
    `a@a.example,${password}`,
    'email,password,shoe_size\n',
    'email,password,email\n',
    'email,password\n"a@a.example,x\n',
    `email,password\n${`a@a.example,${password}\n`.repeat(10_001)}`,
  ]) {
    const refused = await load(csv)
    t.match([refused.status, refused.body.errors?.[0]?.field], [400, 'csv'], csv.slice(0, 40))
  }
})

t.test('text/csv with the dry run in the query', async (t) => {
  const { admin } = await setUp(t)
  const send = (query: string) =>
    admin.send({
      method: 'POST',
      url: `/api/users/import${query}`,
      headers: { 'content-type': 'text/csv' },
      payload: `email,password\na@a.example,${password}\n`,
    })
  t.match((await send('?dry_run=true')).json(), { valid: 1, created: 0 })
  t.match((await send('')).json(), { valid: 1, created: 1 })
})

t.test('10,000 lines', async (t) => {
  const { admin, deps, load } = await setUp(t)
  const lines = Array.from({ length: 10_000 }, (_, i) => `u${i}@a.example,${password}`)
  const csv = `email,password\n${lines.join('\n')}\n`
  const done = await load(csv)
  t.match([done.status, done.body.created], [200, 10_000])
  t.match(await domainByName(deps.db.mail, 'a.example'), { users: 10_000 })
  t.match((await load(csv)).body, { valid: 10_000, created: 0 })
  const all = (await admin.send({ url: '/api/users?all=true&sort=created_at' })).json()
  t.equal(
    new Set(all.map((user: { id: number }) => user.id)).size,
    10_000,
    'streamed without gap or repetition',
  )
  const ids = all.slice(0, 1000).map((user: { id: number }) => user.id)
  const gone = await admin.call('POST /users/bulk', { body: { action: 'delete', ids } })
  t.match(gone.body, { done: 1000, failed: [] })
  t.equal((await admin.call('GET /trash')).body.total, 1000)
  const audited = await deps.db.panel
    .selectFrom('audit')
    .selectAll()
    .where('action', '=', 'user.bulk')
    .execute()
  t.equal(audited.length, 1)
})

t.test('the export has no passwords and nothing that a spreadsheet would run', async (t) => {
  const { admin, make, domain } = await setUp(t)
  await make.user('anna@a.example', domain.id)
  await make.user('ben@a.example', domain.id)
  const file = await admin.send({ url: '/api/users/export?search=ANN' })
  t.match(file.headers, {
    'content-type': /^text\/csv/,
    'content-disposition': 'attachment; filename="mailboxes.csv"',
  })
  t.match(
    file.body,
    /^\ufeffemail,domain_name,quota_bytes,active,created_at\r\nanna@a\.example,a\.example,0,true,\S+\r\n$/,
  )
  t.notMatch(file.body, 'SSHA512')
})

t.test('bulk on mailboxes', async (t) => {
  const { admin, make, deps, domain } = await setUp(t)
  const anna = await make.user('anna@a.example', domain.id)
  const ben = await make.user('ben@a.example', domain.id)
  await make.alias('info@a.example', 'anna@a.example', domain.id)
  const run = async (action: 'activate' | 'deactivate' | 'delete', more = {}) =>
    (
      await admin.call('POST /users/bulk', {
        body: { action, ids: [anna.id, ben.id, 99], ...more },
      })
    ).body
  const missing = { id: 99, code: 'user_not_found' }
  t.match(await run('deactivate'), { done: 2, failed: [missing] })
  t.match(await domainByName(deps.db.mail, 'a.example'), { users: 2, inactive_users: 2 })
  const inUse = { id: anna.id, code: 'mailbox_is_destination' }
  t.match(await run('delete', { dry_run: true }), { done: 1, failed: [inUse, missing] })
  t.match(await run('delete'), { done: 1, failed: [inUse, missing] })
  t.match(await run('delete', { force: true }), { done: 1 })
  t.match(await domainByName(deps.db.mail, 'a.example'), {
    users: 0,
    inactive_users: 0,
    aliases: 0,
  })
})
