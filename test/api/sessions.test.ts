import { buildApp } from '@mc/server/app.ts'
import { rotateSecret } from '@mc/server/config/secrets.ts'
import { createLog } from '@mc/server/lib/log.ts'
import { openDeps } from '@mc/server/main.ts'
import t from 'tap'
import { PASSWORD } from '../helpers/accounts.ts'
import { buildTestApp, type TestApp } from '../helpers/app.ts'
import { Client } from '../helpers/client.ts'
import { stopClock } from '../helpers/clock.ts'

// Passwords that the API hashes take their time.
t.setTimeout(600_000)

const json = { 'content-type': 'application/json' }

const me = async ({ app }: TestApp, cookie: string) =>
  (await new Client(app, { cookie }).call('GET /auth/me')).status

t.test('sessions end when they should', async (t) => {
  const panel = await buildTestApp(t)
  const { accounts, app, deps } = panel
  const admin = await panel.as('admin')
  const subject = await accounts.make('editor', ['domains'])
  const fresh = () => accounts.cookieOf(subject.id)
  const gone = async (what: string, act: () => Promise<{ status: number }>) => {
    const cookie = await fresh()
    t.equal(await me(panel, cookie), 200)
    t.equal((await act()).status, 200, what)
    t.equal(await me(panel, cookie), 401, `gone after ${what}`)
  }
  const params = { id: subject.id }
  await gone('role change', () =>
    admin.call('PATCH /accounts/{id}', { params, body: { role: 'viewer' } }),
  )
  await gone('change of permissions', () =>
    admin.call('PATCH /accounts/{id}', { params, body: { permissions: ['users'] } }),
  )
  await gone('new password', () =>
    admin.call('PATCH /accounts/{id}', { params, body: { password: 'Another-Horse-7' } }),
  )
  const kept = await fresh()
  await admin.call('PATCH /accounts/{id}', { params, body: { email: 'new@test.example' } })
  t.equal(await me(panel, kept), 200, 'a new e-mail address ends nothing')
  const token = new Client(app, {
    authorization: await accounts.tokenOf(subject.id, { domains: 'read' }),
  })
  t.equal((await token.call('GET /domains')).status, 200)
  await gone('removal', () => admin.call('DELETE /accounts/{id}', { params }))
  t.equal((await token.call('GET /domains')).status, 401, 'its tokens die with it')

  const last = await accounts.signedIn('viewer')
  t.equal(await me(panel, last.cookie), 200)
  rotateSecret(deps.config.layout.panel.secret)
  const next = await openDeps(deps.config, createLog('silent'))
  const restarted = await buildApp(next.deps)
  t.teardown(async () => {
    await restarted.close()
    await next.close()
  })
  const browser = new Client(restarted, { cookie: last.cookie })
  t.equal((await browser.call('GET /auth/me')).status, 401, 'a new secret voids every cookie')
})

t.test('a token is never stronger than its owner is now', async (t) => {
  const { accounts, app, as } = await buildTestApp(t)
  const admin = await as('admin')
  const owner = await accounts.make('admin')
  const token = new Client(app, {
    authorization: await accounts.tokenOf(owner.id, { domains: 'write', settings: 'write' }),
  })
  t.equal((await token.call('POST /domains', { body: { name: 'one.example' } })).status, 201)
  await admin.call('PATCH /accounts', { body: { id: owner.id, role: 'viewer' } })
  t.equal((await token.call('POST /domains', { body: { name: 'two.example' } })).status, 403)
  t.equal((await token.call('GET /domains')).status, 200)
  t.equal((await token.call('GET /settings')).status, 403)
  const past = new Date(Date.now() - 1000).toISOString()
  const expired = await accounts.tokenOf(owner.id, { domains: 'read' }, past)
  t.equal((await new Client(app, { authorization: expired }).call('GET /domains')).status, 401)
})

t.test('a stale session reads but changes nothing until the password is entered', async (t) => {
  const clock = stopClock(t)
  const panel = await buildTestApp(t)
  const { accounts, app } = panel
  const { id } = await accounts.make('admin')
  const cookie = await accounts.cookieOf(id, -1)
  const stale = new Client(app, { cookie })
  const before = await stale.call('GET /auth/me')
  t.match(before.body, { fresh: false })
  t.equal((await stale.call('GET /accounts')).status, 200)
  const refused = await stale.call('POST /domains', { body: { name: 'a.example' } })
  t.match(refused, { status: 403, body: { code: 'session_stale' } })
  t.equal((await stale.call('POST /auth/reauth', { body: { password: 'wrong' } })).status, 401)
  const response = await stale.send({
    method: 'POST',
    url: '/api/auth/reauth',
    headers: json,
    payload: { password: PASSWORD },
  })
  t.match(response.json(), { fresh: true, expires_at: before.body.expires_at })
  const renewed = String(response.headers['set-cookie']).split(';')[0] ?? ''
  t.equal(await me(panel, cookie), 401, 'the old value is dead')
  const browser = new Client(app, { cookie: renewed })
  t.equal((await browser.call('POST /domains', { body: { name: 'a.example' } })).status, 201)
  const soon = new Client(app, { cookie: await accounts.cookieOf(id, 300_000) })
  clock.advance(299_999)
  t.match((await soon.call('GET /auth/me')).body, { fresh: true })
  clock.advance(2)
  t.match((await soon.call('GET /auth/me')).body, { fresh: false }, 'freshness runs out by itself')
})
