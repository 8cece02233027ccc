import type { BodyOf } from '@mc/shared/contract'
import { Scopes } from '@mc/shared/contract/tokens'
import t from 'tap'
import { PASSWORD } from '../helpers/accounts.ts'
import { buildTestApp } from '../helpers/app.ts'
import { Client } from '../helpers/client.ts'

// Each account made through the API costs a real password hash.
t.setTimeout(600_000)

const jane: BodyOf<'POST /accounts'> = {
  username: 'Jane.Doe',
  email: 'Jane@Test.Example',
  password: PASSWORD,
  role: 'editor',
  permissions: ['domains'],
}

t.test('accounts are made, found, changed and removed', async (t) => {
  const { as, nobody } = await buildTestApp(t)
  const admin = await as('admin')
  const made = await admin.call('POST /accounts', { body: jane })
  t.equal(made.status, 201)
  t.equal(made.headers.location, `/api/accounts/${made.body.id}`)
  t.match(made.body, { username: 'Jane.Doe', email: 'jane@test.example', last_login_at: null })
  t.notMatch(JSON.stringify(made.body), /scrypt|password|_key/)
  const params = { id: made.body.id }
  for (const username of ['Jane.Doe', 'jane.doe', 'JANE.DOE']) {
    const again = await admin.call('POST /accounts', { body: { ...jane, username } })
    t.match(again, { status: 409, body: { code: 'account_exists' } }, username)
  }
  for (const [field, value] of [
    ['username', 'ab'],
    ['username', 'a b c'],
    ['username', 'jäne'],
    ['username', ' jane'],
    ['username', 'x'.repeat(51)],
    ['email', 'jane'],
    ['email', 'jane@'],
    ['email', 'a b@test.example'],
    ['password', 'password'],
    ['role', 'root'],
    ['permissions', ['everything']],
    ['permissions', ['domains', 'domains']],
  ] as const) {
    const bad = { ...jane, username: 'other', [field]: value }
    const answer = await admin.call('POST /accounts', { body: bad })
    t.equal(answer.status, 400, `${field} ${value}`)
    t.ok(
      answer.body.errors?.some((error) => error.field.startsWith(field)),
      `${field} is named`,
    )
  }
  const login = { username: 'jane.doe', password: PASSWORD }
  t.equal((await nobody.call('POST /auth/login', { body: login })).status, 200)
  const listed = await admin.call('GET /accounts', { query: { search: 'JANE', sort: 'username' } })
  t.match(listed.body, { total: 1, data: [{ username: 'Jane.Doe', last_login_at: /^20/ }] })
  for (const search of ['%', '_', "'", '\\']) {
    t.equal((await admin.call('GET /accounts', { query: { search } })).body.total, 0, search)
  }
  const changed = await admin.call('PATCH /accounts/{id}', { params, body: { role: 'viewer' } })
  t.match(changed.body, { role: 'viewer', email: 'jane@test.example' })
  const other = await admin.call('PATCH /accounts', { body: { ...params, email: 'j@x.example' } })
  t.equal(other.body.email, 'j@x.example')
  t.equal((await admin.call('PATCH /accounts/{id}', { params, body: {} })).status, 400)
  t.equal((await admin.call('DELETE /accounts', { query: params })).status, 200)
  t.equal((await admin.call('DELETE /accounts/{id}', { params })).status, 404)
  t.equal((await nobody.call('POST /auth/login', { body: login })).status, 401)
})

t.test('an admin always remains, and nobody promotes himself', async (t) => {
  const { app, accounts } = await buildTestApp(t)
  const one = await accounts.signedIn('admin')
  const browser = new Client(app, { cookie: one.cookie })
  const self = { params: { id: one.account.id } }
  const own = await browser.call('PATCH /accounts/{id}', { ...self, body: { role: 'viewer' } })
  t.match(own, { status: 409, body: { code: 'own_role' } })
  const last = await browser.call('DELETE /accounts/{id}', self)
  t.match(last, { status: 409, body: { code: 'last_admin' } })

  const two = await accounts.signedIn('admin')
  const both = await Promise.all([
    browser.call('DELETE /accounts/{id}', { params: { id: two.account.id } }),
    new Client(app, { cookie: two.cookie }).call('DELETE /accounts/{id}', self),
  ])
  const statuses = both.map(({ status }) => status).sort()
  t.ok(statuses[0] === 200 && statuses[1] !== 200, `two at once: ${statuses.join(', ')}`)
})

t.test('a token may write each thing that has a scope', async (t) => {
  const { app, accounts, as } = await buildTestApp(t)
  const admin = await as('admin')
  const scopes = Object.fromEntries(
    Object.keys(Scopes.properties).map((resource) => [resource, 'write']),
  )
  const made = await admin.call('POST /tokens', { body: { name: 'all', scopes } })
  t.match(made, { status: 201, body: { scopes } })
  t.equal(Object.keys(scopes).length, 12)

  const owner = await accounts.signedIn('admin')
  const ack = { domain: 'a.example', type: 'MX', name: 'a.example', acknowledged: true }
  const acknowledge = async (dns: 'read' | 'write') => {
    const authorization = await accounts.tokenOf(owner.account.id, { dns })
    const script = new Client(app, { authorization })
    const { code, error } = (await script.call('PATCH /dns/acknowledgements', { body: ack })).body
    t.match(error, dns === 'read' ? /token was not given .* change dns/ : /no domain a\.example/)
    return code
  }
  t.equal(await acknowledge('read'), 'permission_denied')
  t.equal(await acknowledge('write'), 'domain_not_found')
})

t.test('tokens', async (t) => {
  const { app, accounts, as, deps } = await buildTestApp(t)
  const admin = await as('admin')
  const mine = await accounts.signedIn('editor', ['domains'])
  const browser = new Client(app, { cookie: mine.cookie })
  const made = await browser.call('POST /tokens', {
    body: { name: 'backup script', scopes: { domains: 'write', users: 'read' } },
  })
  t.equal(made.status, 201)
  t.match(made.body, { name: 'backup script', owner: mine.account.username, last_used_at: null })
  const { token, id } = made.body
  t.match(token, new RegExp(`^mc_${id}_[\\w-]{43}$`))
  const script = new Client(app, { authorization: `Bearer ${token}` })
  t.equal((await script.call('POST /domains', { body: { name: 'a.example' } })).status, 201)
  t.equal((await script.call('GET /aliases')).status, 403, 'a scope that is not named is none')
  const rows = JSON.stringify(await deps.db.panel.selectFrom('tokens').selectAll().execute())
  t.notMatch(rows, token.split('_')[2] ?? '', 'the secret is not stored')
  const listed = await browser.call('GET /tokens', { query: { search: 'SCRIPT' } })
  t.equal(listed.body.total, 1)
  t.match(listed.body.data[0]?.last_used_at, /^20/)
  t.notMatch(JSON.stringify(listed.body), token, 'the secret is shown once')

  const stranger = await as('editor')
  t.equal((await stranger.call('GET /tokens')).body.total, 0, 'others do not see it')
  const params = { id }
  t.equal((await stranger.call('DELETE /tokens/{id}', { params })).status, 404)
  t.equal((await admin.call('GET /tokens')).body.total, 1, 'admins do')

  const narrowed = await browser.call('PATCH /tokens/{id}', {
    params,
    body: { scopes: { domains: 'read' }, name: 'reader' },
  })
  t.match(narrowed.body, { name: 'reader', scopes: { domains: 'read' } })
  t.equal((await script.call('POST /domains', { body: { name: 'b.example' } })).status, 403)
  t.equal((await script.call('GET /users')).status, 403)
  for (const body of [
    { name: '', scopes: {} },
    { name: 'x', scopes: { everything: 'write' } },
    { name: 'x', scopes: { dns: 'all' } },
    { name: 'x', scopes: {}, expires_at: 'tomorrow' },
    { name: 'x', scopes: {}, expires_at: '2020-01-01T00:00:00.000Z' },
    { name: 'line\nbreak', scopes: {} },
  ]) {
    // What is sent is wrong on purpose.
    const sent = { method: 'POST', url: '/api/tokens', payload: body } as const
    const response = await browser.send({
      ...sent,
      headers: { 'content-type': 'application/json' },
    })
    t.equal(response.statusCode, 400, JSON.stringify(body))
  }
  t.equal((await admin.call('DELETE /tokens/{id}', { params })).status, 200)
  t.equal((await script.call('GET /domains')).status, 401, 'revoked at once')
})
