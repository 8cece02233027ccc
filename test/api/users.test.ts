import { domainByName } from '@mc/server/db/mail-rows.ts'
import type { Domain } from '@mc/shared/contract'
import t from 'tap'
import { buildTestApp, type TestApp } from '../helpers/app.ts'
import type { Call, Client } from '../helpers/client.ts'
import { MAIL_PASSWORD, objectsOf } from '../helpers/objects.ts'

const body = (email: string, domain_id: number, more = {}) => ({
  body: { email, password: MAIL_PASSWORD, domain_id, ...more },
})

const setUp = async (t: Parameters<typeof buildTestApp>[0]) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const make = objectsOf(admin)
  return { ...app, admin, make, domain: await make.domain('a.example') }
}

const rowOf = ({ deps }: Pick<TestApp, 'deps'>, id: number) =>
  deps.db.mail.selectFrom('mailboxes').selectAll().where('id', '=', id).executeTakeFirst()

t.test('a mailbox from creation to deletion, as the reference has it', async (t) => {
  const { admin, deps, domain } = await setUp(t)
  const created = await admin.call('POST /users', body('Anna@A.Example', domain.id))
  t.equal(created.status, 201)
  t.match(created.body, {
    id: Number,
    domain_id: domain.id,
    email: 'anna@a.example',
    active: true,
    quota_bytes: 0,
    domain_name: 'a.example',
    created_at: /Z$/,
  })
  const { id } = created.body
  t.notOk('password' in created.body)
  t.equal(created.headers.location, `/api/users/${id}`)
  const one = await admin.call('GET /users/{id}', { params: { id } })
  t.same(one.body, created.body)
  t.equal(one.headers.etag, created.headers.etag)
  t.match((await rowOf({ deps }, id))?.password, /^\{SSHA512\}[A-Za-z0-9+/]{107}=$/)
  t.match((await rowOf({ deps }, id))?.home_id, /^[0-9a-f]{32}$/)

  const before = await rowOf({ deps }, id)
  const changed = await admin.call('PATCH /users', {
    body: { id, password: 'Ganz-Anders-77', quota_bytes: 5_000_000, active: false },
    headers: { 'if-match': String(one.headers.etag) },
  })
  t.match([changed.status, changed.body.quota_bytes, changed.body.active], [200, 5_000_000, false])
  t.not((await rowOf({ deps }, id))?.password, before?.password)
  t.not(changed.body.updated_at, created.body.updated_at)
  const stale = await admin.call('PATCH /users/{id}', {
    params: { id },
    body: { active: true },
    headers: { 'if-match': String(one.headers.etag) },
  })
  t.equal(stale.status, 412, 'a password change made another version too')
  t.match(await domainByName(deps.db.mail, 'a.example'), { users: 1, inactive_users: 1 })

  const gone = await admin.call('DELETE /users', { query: { id } })
  t.same([gone.status, gone.body], [200, { message: 'User deleted successfully' }])
  t.match(await domainByName(deps.db.mail, 'a.example'), { users: 0, inactive_users: 0 })
  const missing = await admin.call('PATCH /users', { body: { id, active: true } })
  t.match([missing.status, missing.body.code], [404, 'user_not_found'])
})

t.test('what is refused changes nothing', async (t) => {
  const { admin, make, domain } = await setUp(t)
  await make.user('anna@a.example', domain.id)
  await make.alias('info@a.example', 'anna@a.example', domain.id)
  for (const [title, given, status, code] of [
    ['unknown domain', body('x@a.example', 999), 404, 'domain_not_found'],
    ['another domain', body('x@b.example', domain.id), 400, 'validation_failed'],
    ['a subdomain', body('x@sub.a.example', domain.id), 400, 'validation_failed'],
    ['the delimiter', body('x+y@a.example', domain.id), 400, 'validation_failed'],
    [
      'short password',
      body('x@a.example', domain.id, { password: 'Ab1-' }),
      400,
      'validation_failed',
    ],
    [
      'the address',
      body('xy.zz-1@a.example', domain.id, { password: 'Xy.zz-1@a.example' }),
      400,
      'validation_failed',
    ],
    [
      'negative quota',
      body('x@a.example', domain.id, { quota_bytes: -1 }),
      400,
      'validation_failed',
    ],
    [
      'text for a number',
      body('x@a.example', domain.id, { quota_bytes: '1' }),
      400,
      'validation_failed',
    ],
    ['unknown member', body('x@a.example', domain.id, { admin: true }), 400, 'validation_failed'],
    ['upper-case duplicate', body('ANNA@A.example', domain.id), 409, 'user_exists'],
    ['W4: source of an alias', body('info@a.example', domain.id), 409, 'address_is_alias'],
  ] as const) {
    const refused = await admin.call('POST /users', given)
    t.match([refused.status, refused.body.code], [status, code], title)
  }
  t.equal((await admin.call('GET /users')).body.total, 1)
  const empty = await admin.call('PATCH /users/{id}', { params: { id: 1 }, body: {} })
  t.equal(empty.status, 400, 'a change that changes nothing')
})

t.test('W4: a mailbox that aliases deliver to goes only with them', async (t) => {
  const { admin, make, domain } = await setUp(t)
  const anna = await make.user('anna@a.example', domain.id)
  const alias = await make.alias('info@a.example', 'anna@a.example', domain.id)
  const refused = await admin.call('DELETE /users/{id}', { params: { id: anna.id } })
  t.equal(refused.status, 409)
  t.match(refused.body, {
    code: 'mailbox_is_destination',
    aliases: [{ id: alias.id, source: 'info@a.example' }],
  })
  t.equal((await admin.call('GET /trash')).body.total, 0, 'nothing is in the trash')
  const forced = await admin.call('DELETE /users', { query: { id: anna.id, force: true } })
  t.equal(forced.status, 200)
  t.equal((await admin.call('GET /aliases')).body.total, 0)
})

t.test('W6: a re-made address gets another home', async (t) => {
  const { admin, make, deps, domain } = await setUp(t)
  const first = await make.user('anna@a.example', domain.id)
  const before = await rowOf({ deps }, first.id)
  await admin.call('DELETE /users', { query: { id: first.id } })
  const second = await make.user('anna@a.example', domain.id)
  const after = await rowOf({ deps }, second.id)
  t.not(second.id, first.id, 'ids are not used again')
  t.not(after?.home_id, before?.home_id)
  t.notMatch(after?.home_id, /anna/)
})

t.test('W63: 50 parallel creations of one address give one 201 and 49 409', async (t) => {
  const { admin, deps, domain } = await setUp(t)
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => admin.call('POST /users', body('one@a.example', domain.id))),
  )
  t.same(answers.map((answer) => answer.status).sort(), [201, ...Array<number>(49).fill(409)])
  t.match(await domainByName(deps.db.mail, 'a.example'), { users: 1 }, 'counted once')
})

t.test('a mailbox and an alias of one name at once: only one of them', async (t) => {
  const { admin, domain } = await setUp(t)
  for (let round = 0; round < 10; round += 1) {
    const address = `n${round}@a.example`
    const [user, alias] = await Promise.all([
      admin.call('POST /users', body(address, domain.id)),
      admin.call('POST /aliases', {
        body: { source: address, destination: 'me@elsewhere.example', domain_id: domain.id },
      }),
    ])
    t.same([user.status, alias.status].sort(), [201, 409])
  }
})

const fill = async (client: Client, domain: Domain, locals: readonly string[]) => {
  const lines = locals.map((local) => `${local}@${domain.name},${MAIL_PASSWORD}`)
  const answer = await client.call('POST /users/import', {
    body: { csv: `email,password\n${lines.join('\n')}` },
  })
  if (answer.body.created !== locals.length) throw new Error(JSON.stringify(answer.body))
}

t.test('lists: pages, order, search, filters', async (t) => {
  const { admin, make, domain } = await setUp(t)
  const other = await make.domain('münchen.example')
  await fill(admin, domain, ['b', 'a_b', 'axb', 'c.d', 'c-d', 'd1', '_x'])
  await fill(admin, other, ['a', 'z'])
  const emails = async (query: Call<'GET /users'>) => {
    const { body } = await admin.call('GET /users', query)
    return body.data.map((user) => user.email.split('@')[0])
  }
  t.same(await emails({ query: { domain: 'a.example' } }), [
    '_x',
    'a_b',
    'axb',
    'b',
    'c-d',
    'c.d',
    'd1',
  ])
  t.same(await emails({ query: { domain: 'A.EXAMPLE', dir: 'desc', pageSize: 2, page: 2 } }), [
    'c-d',
    'b',
  ])
  t.same(await emails({ query: { domain: 'München.example' } }), ['a', 'z'])
  t.same(await emails({ query: { domain: 'nowhere.example' } }), [])
  t.same(await emails({ query: { search: 'A_B' } }), ['a_b'], '_ matches itself')
  for (const search of ['%', "'", '"', '\\', '*', '?', 'a%b', "' or 1=1 --", '🦊', 'ä']) {
    t.same(await emails({ query: { search } }), [], `${search} matches itself`)
  }
  t.same(await emails({ query: { search: 'c.d' } }), ['c.d'])
  t.same(await emails({ query: { search: 'XN--M', sort: 'email', dir: 'desc' } }), ['z', 'a'])
  const found = await admin.call('GET /users', {
    query: { search: 'example', pageSize: 2, page: 2 },
  })
  t.match([found.body.total, found.body.data.length], [9, 2], 'the total counts all matches')
  const past = await admin.call('GET /users', { query: { page: 99 } })
  t.match(
    [past.status, past.body.data.length, past.body.total],
    [200, 0, 9],
    'past the end is empty',
  )
  const pastSearch = await admin.call('GET /users', { query: { page: 9, search: 'example' } })
  t.match([pastSearch.body.data.length, pastSearch.body.total], [0, 9])
  for (const query of [
    { sort: 'password' },
    { dir: 'up' },
    { page: 0 },
    { pageSize: 101 },
    { pageSize: '1e1' },
    { unknown: 1 },
    { active: 'yes' },
  ]) {
    const refused = await admin.call('GET /users', { query })
    t.equal(refused.status, 400, JSON.stringify(query))
  }
  t.equal((await admin.send({ url: '/api/users?page=1&page=2' })).statusCode, 400, 'given twice')
})

t.test('pages of every order together are the whole list', async (t) => {
  const { admin, make, domain } = await setUp(t)
  const other = await make.domain('b.example')
  await fill(
    admin,
    domain,
    Array.from({ length: 37 }, (_, i) => `u${i}`),
  )
  await fill(
    admin,
    other,
    Array.from({ length: 26 }, (_, i) => `w${i}`),
  )
  for (const sort of ['id', 'email', 'domain_name', 'created_at'] as const) {
    for (const dir of ['asc', 'desc'] as const) {
      for (const filter of [{}, { search: '1' }, { domain: 'b.example' }, { active: true }]) {
        const query = { sort, dir, ...filter }
        const parameters = Object.entries({ ...query, all: true }).map(([k, v]) => `${k}=${v}`)
        const all = (await admin.send({ url: `/api/users?${parameters.join('&')}` })).json()
        const paged: unknown[] = []
        for (let page = 1; page < 15; page += 1) {
          const { body } = await admin.call('GET /users', {
            query: { ...query, page, pageSize: 7 },
          })
          t.equal(body.total, all.length)
          paged.push(...body.data)
        }
        t.same(paged, all, JSON.stringify(query))
        const keys = all.map((row: Record<string, string | number>) => row[sort])
        const sorted = keys.toSorted((a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0))
        t.same(keys, dir === 'asc' ? sorted : sorted.reverse(), 'sorted by bytes')
      }
    }
  }
})

t.test('what a mail client needs to know', async (t) => {
  const { as, deps } = await buildTestApp(t, { env: { MC_MAIL: 'sandbox' } })
  const admin = await as('admin')
  const make = objectsOf(admin)
  const domain = await make.domain('a.example')
  const user = await make.user('anna@a.example', domain.id)
  const { body: client } = await admin.call('GET /users/{id}/client', { params: { id: user.id } })
  const { ports } = deps.config.layout
  t.match(client, {
    username: 'anna@a.example',
    imap: [
      { port: ports.imaps, security: 'tls' },
      { port: ports.imap, security: 'starttls' },
    ],
    smtp: [
      { port: ports.submissions, security: 'tls' },
      { port: ports.submission, security: 'starttls' },
    ],
  })
})
