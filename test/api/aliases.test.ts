import { domainByName } from '@mc/server/db/mail-rows.ts'
import t from 'tap'
import { buildTestApp } from '../helpers/app.ts'
import { objectsOf } from '../helpers/objects.ts'

const setUp = async (t: Parameters<typeof buildTestApp>[0]) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const make = objectsOf(admin)
  const a = await make.domain('a.example')
  const b = await make.domain('b.example')
  const create = (source: string, destination: string, domain_id = a.id) =>
    admin.call('POST /aliases', { body: { source, destination, domain_id } })
  return { ...app, admin, make, a, b, create }
}

t.test('an alias from creation to deletion, as the reference has it', async (t) => {
  const { admin, make, create, deps, a } = await setUp(t)
  await make.user('anna@a.example', a.id)
  const created = await create('Info@A.Example', 'Anna@a.example')
  t.equal(created.status, 201)
  t.match(created.body, {
    id: Number,
    source: 'info@a.example',
    destination: 'anna@a.example',
    domain_id: a.id,
    domain_name: 'a.example',
    active: true,
  })
  t.notOk('warnings' in created.body)
  const { id } = created.body
  t.equal(created.headers.location, `/api/aliases/${id}`)
  const one = await admin.call('GET /aliases/{id}', { params: { id } })
  t.same(one.body, created.body)
  t.equal(one.headers.etag, created.headers.etag)
  t.same((await admin.call('GET /aliases', { query: { domain: 'a.example' } })).body.data, [
    one.body,
  ])

  const changed = await admin.call('PATCH /aliases', {
    body: { id, source: 'contact@a.example', active: false },
    headers: { 'if-match': String(one.headers.etag) },
  })
  t.match(
    [changed.status, changed.body.source, changed.body.active],
    [200, 'contact@a.example', false],
  )
  const stale = await admin.call('PATCH /aliases/{id}', {
    params: { id },
    body: { active: true },
    headers: { 'if-match': String(one.headers.etag) },
  })
  t.equal(stale.status, 412)
  t.match(await domainByName(deps.db.mail, 'a.example'), { aliases: 1, inactive_aliases: 1 })
  const gone = await admin.call('DELETE /aliases', { query: { id } })
  t.same([gone.status, gone.body], [200, { message: 'Alias deleted successfully' }])
  t.match(await domainByName(deps.db.mail, 'a.example'), { aliases: 0, inactive_aliases: 0 })
  const missing = await admin.call('DELETE /aliases/{id}', { params: { id } })
  t.match([missing.status, missing.body.code], [404, 'alias_not_found'])
})

t.test('W5: sources in other domains and broken addresses are refused', async (t) => {
  const { admin, create } = await setUp(t)
  for (const [source, destination, status, code] of [
    ['info@b.example', 'me@x.example', 400, 'validation_failed'],
    ['@b.example', 'me@x.example', 400, 'validation_failed'],
    ['info', 'me@x.example', 400, 'validation_failed'],
    ['in fo@a.example', 'me@x.example', 400, 'validation_failed'],
    ['in*fo@a.example', 'me@x.example', 400, 'validation_failed'],
    ['info@a.example', '@x.example', 400, 'validation_failed'],
    ['info@a.example', 'me', 400, 'validation_failed'],
    ['info@a.example', 'me@x.example, you@x.example', 400, 'validation_failed'],
    ['info@a.example', 'me@x.example\n', 400, 'validation_failed'],
    ['info@a.example', 'INFO@A.example', 400, 'alias_loop'],
  ] as const) {
    const refused = await create(source, destination)
    t.match(
      [refused.status, refused.body.code],
      [status, code],
      JSON.stringify([source, destination]),
    )
  }
  t.match([(await create('i@a.example', 'me@x.example', 99)).status], [404])
  t.equal((await admin.call('GET /aliases')).body.total, 0)
})

t.test('W4: an alias never takes the mail of an existing mailbox', async (t) => {
  const { admin, make, create, a } = await setUp(t)
  await make.user('anna@a.example', a.id)
  const refused = await create('ANNA@a.example', 'me@x.example')
  t.match([refused.status, refused.body.code], [409, 'address_is_mailbox'])
  const other = await make.alias('info@a.example', 'me@x.example', a.id)
  const renamed = await admin.call('PATCH /aliases', {
    body: { id: other.id, source: 'anna@a.example' },
  })
  t.match([renamed.status, renamed.body.code], [409, 'address_is_mailbox'])
})

t.test('fan-out, catch-all and duplicates', async (t) => {
  const { admin, create } = await setUp(t)
  t.equal((await create('team@a.example', 'x@o.example')).status, 201)
  t.equal((await create('team@a.example', 'y@o.example')).status, 201)
  const twice = await create('Team@a.example', 'Y@o.example')
  t.match([twice.status, twice.body.code], [409, 'alias_exists'])
  t.equal((await create('@A.example', 'x@o.example')).body.source, '@a.example')
  t.equal((await create("a+=&'~!#$^{}|?@a.example", 'x@o.example')).status, 201)
  const to = await admin.call('GET /aliases', { query: { destination: 'X@o.example' } })
  t.equal(to.body.total, 3)
  t.equal((await admin.call('GET /aliases', { query: { destination: 'ä' } })).body.total, 0)
  for (const [search, total] of [
    ["&'~", 1],
    ['{}|?', 1],
    ['#$^', 1],
    ['%', 0],
    ['_', 0],
    ['\\', 0],
    ['🦊', 0],
    ['Y@O', 1],
  ] as const) {
    t.equal((await admin.call('GET /aliases', { query: { search } })).body.total, total, search)
  }
})

t.test('destinations that are not there are accepted with a warning', async (t) => {
  const { create, make, a } = await setUp(t)
  await make.user('anna@a.example', a.id)
  for (const [destination, warnings] of [
    ['nobody@a.example', ['destination_unknown']],
    ['nobody@b.example', ['destination_unknown']],
    ['anna@a.example', undefined],
    ['anna+tag@a.example', undefined],
    ['postmaster@b.example', undefined],
    ['anybody@elsewhere.example', undefined],
  ] as const) {
    const created = await create('info@a.example', destination)
    t.same([created.status, created.body.warnings], [201, warnings], destination)
  }
})

t.test('W5: loops of any length are refused and named', async (t) => {
  const { admin, create, a, b } = await setUp(t)
  const make = async (source: string, destination: string, id = a.id) =>
    t.equal((await create(source, destination, id)).status, 201)
  await make('one@a.example', 'two@b.example')
  await make('two@b.example', 'three+tag@a.example', b.id)
  const loop = await create('three@a.example', 'one@a.example')
  t.match([loop.status, loop.body.code], [400, 'alias_loop'])
  for (const address of ['one@a.example', 'two@b.example', 'three+tag@a.example']) {
    t.match(loop.body.error, address)
  }
  await make('three@a.example', 'end@a.example')
  const list = await admin.call('GET /aliases', { query: { search: 'three@' } })
  const changed = await admin.call('PATCH /aliases', {
    body: { id: list.body.data[0]?.id ?? 0, destination: 'one@a.example' },
  })
  t.match([changed.status, changed.body.code], [400, 'alias_loop'], 'by a change')
  await make('@a.example', 'x@b.example')
  const caught = await create('x@b.example', 'nobody@a.example', b.id)
  t.match([caught.status, caught.body.code], [400, 'alias_loop'], 'by a catch-all')
  const off = await admin.call('POST /aliases', {
    body: { source: 'end@a.example', destination: 'one@a.example', domain_id: a.id, active: false },
  })
  t.equal(off.status, 400, 'also inactive: switching it on is not judged')
})

t.test('two aliases that are a loop together: one of two at once', async (t) => {
  const { create, a, b } = await setUp(t)
  for (let round = 0; round < 10; round += 1) {
    const [x, y] = [`x${round}@a.example`, `y${round}@b.example`]
    const both = await Promise.all([create(x, y, a.id), create(y, x, b.id)])
    t.same(both.map((one) => one.status).sort(), [201, 400], `round ${round}`)
  }
})

t.test('500 destinations and ten aliases one after the other are the limits', async (t) => {
  const { create, deps, a } = await setUp(t)
  const now = new Date().toISOString()
  await deps.db.mail
    .insertInto('aliases')
    .values(
      Array.from({ length: 499 }, (_, i) => ({
        domain_id: a.id,
        domain_name: a.name,
        source: 'all@a.example',
        destination: `u${i}@o.example`,
        active: 1,
        created_at: now,
        updated_at: now,
      })),
    )
    .execute()
  t.equal((await create('all@a.example', 'u499@o.example')).status, 201)
  const wide = await create('all@a.example', 'u500@o.example')
  t.match([wide.status, wide.body.code], [400, 'alias_too_wide'])
  t.equal((await create('more@a.example', 'all@a.example')).status, 201)
  const above = await create('more@a.example', 'one@o.example')
  t.equal(above.body.code, 'alias_too_wide', 'counted through other aliases')

  for (let i = 0; i < 10; i += 1) {
    t.equal((await create(`c${i}@a.example`, `c${i + 1}@a.example`)).status, 201)
  }
  const below = await create('c10@a.example', 'end@o.example')
  t.equal(below.body.code, 'alias_too_wide', 'one more at the end')
  const before = await create('c-1@a.example', 'c0@a.example')
  t.equal(before.body.code, 'alias_too_wide', 'one more in front')
})

t.test('bulk', async (t) => {
  const { admin, make, deps, a, b } = await setUp(t)
  const x = await make.alias('x@a.example', 'me@o.example', a.id)
  const y = await make.alias('y@b.example', 'me@o.example', b.id)
  const ids = [x.id, y.id, 77]
  const run = async (action: 'activate' | 'deactivate' | 'delete', dry_run = false) =>
    (await admin.call('POST /aliases/bulk', { body: { action, ids, dry_run } })).body
  const failed = [{ id: 77, code: 'alias_not_found' }]
  t.match(await run('deactivate', true), { done: 2, failed })
  t.match(await domainByName(deps.db.mail, 'a.example'), { inactive_aliases: 0 })
  t.match(await run('deactivate'), { done: 2, failed })
  t.match(await run('deactivate'), { done: 2, failed }, 'again')
  t.match(await domainByName(deps.db.mail, 'a.example'), { aliases: 1, inactive_aliases: 1 })
  t.match(await run('activate'), { done: 2 })
  t.match(await domainByName(deps.db.mail, 'b.example'), { aliases: 1, inactive_aliases: 0 })
  t.match(await run('delete'), { done: 2 })
  t.match(await domainByName(deps.db.mail, 'b.example'), { aliases: 0 })
})
