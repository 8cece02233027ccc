import t from 'tap'
import { PASSWORD } from '../helpers/accounts.ts'
import { buildTestApp, type TestApp } from '../helpers/app.ts'
import { Client } from '../helpers/client.ts'
import { stopClock } from '../helpers/clock.ts'

// Password hashing is slow on purpose, and so is a flood of it.
t.setTimeout(600_000)

const HOME = '192.0.2.7'
const json = { 'content-type': 'application/json' }

/** Signs in over the wire: status, code, Retry-After and the cookie as the next requests send it. */
const login = async (
  { nobody }: TestApp,
  username: string,
  password = PASSWORD,
  address = HOME,
  headers: Readonly<Record<string, string>> = {},
) => {
  const response = await nobody.send({
    method: 'POST',
    url: '/api/auth/login',
    headers: { ...json, ...headers },
    payload: { username, password },
    remoteAddress: address,
  })
  const setCookie = String(response.headers['set-cookie'] ?? '')
  return {
    status: response.statusCode,
    body: response.json(),
    retryAfter: Number(response.headers['retry-after']),
    setCookie,
    cookie: setCookie.split(';')[0] ?? '',
  }
}

/** As if the failures so far had happened earlier. */
const shiftFailures = async ({ deps }: TestApp, seconds: number): Promise<void> => {
  const { panel } = deps.db
  for (const { id, created_at } of await panel.selectFrom('login_failures').selectAll().execute()) {
    const earlier = new Date(Date.parse(created_at) - seconds * 1000).toISOString()
    await panel
      .updateTable('login_failures')
      .set({ created_at: earlier })
      .where('id', '=', id)
      .execute()
  }
}

const me = async ({ app }: TestApp, cookie: string) =>
  (await new Client(app, { cookie }).call('GET /auth/me')).status

t.test('signing in and out', async (t) => {
  const panel = await buildTestApp(t)
  const { username } = await panel.accounts.make('editor', ['domains'])
  const signed = await login(panel, username.toUpperCase())
  t.equal(signed.status, 200)
  t.match(signed.body, { user: { username, role: 'editor', permissions: ['domains'] } })
  t.notMatch(JSON.stringify(signed.body), /scrypt|password/)
  t.match(signed.setCookie, /^mc-session=/)
  for (const flag of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=28800']) {
    t.ok(signed.setCookie.includes(flag), flag)
  }
  t.notMatch(signed.setCookie, /Secure|Domain/)
  const proxied = await login(panel, username, PASSWORD, '127.0.0.1', {
    'x-forwarded-proto': 'https',
  })
  t.match(proxied.setCookie, /Secure/)
  const lied = await login(panel, username, PASSWORD, HOME, { 'x-forwarded-proto': 'https' })
  t.notMatch(lied.setCookie, /Secure/, 'only a trusted proxy is believed')

  const browser = new Client(panel.app, { cookie: signed.cookie })
  const about = await browser.call('GET /auth/me')
  t.match(about.body, { user: { username }, fresh: true, license: { tier: 'community' } })
  const end = Date.parse(about.body.expires_at)
  t.ok(Math.abs(end - Date.now() - 8 * 3600_000) < 60_000, 'eight hours')

  const stored = await panel.deps.db.panel.selectFrom('sessions').selectAll().execute()
  t.notOk(
    stored.some(({ id }) => signed.cookie.includes(id)),
    'the database holds no cookie',
  )
  const [, random = ''] = signed.cookie.split('.')
  const forged = signed.cookie.replace(random, `${random.slice(1)}A`)
  t.equal(await me(panel, forged), 401)
  t.equal(await me(panel, `${signed.cookie}x`), 401)

  t.equal((await browser.call('POST /auth/logout')).body.message, 'Logged out successfully')
  t.equal(await me(panel, signed.cookie), 401, 'the cookie is worth nothing after logout')
  t.equal(await me(panel, proxied.cookie), 200, 'the other session goes on')
})

t.test('an unknown name cannot be told from a wrong password', async (t) => {
  const panel = await buildTestApp(t)
  const admin = await panel.as('admin')
  await admin.call('POST /accounts', {
    body: { username: 'real.name', email: 'r@test.example', password: PASSWORD, role: 'viewer' },
  })
  // The work of all threads: unlike time on the clock it does not grow when the machine has other work.
  const timed = async (username: string, address: string) => {
    const start = process.cpuUsage()
    const { status, body } = await login(panel, username, 'Wrong-Password-1', address)
    const { error, code } = body
    const { user, system } = process.cpuUsage(start)
    return { work: user + system, answer: { status, error, code } }
  }
  const known = []
  const unknown = []
  for (const n of [1, 2, 3]) {
    known.push(await timed('real.name', `198.51.100.${n}`))
    unknown.push(await timed('nobody.at.all', `198.51.100.${n}`))
  }
  t.match(known[0]?.answer, { status: 401, code: 'wrong_credentials' })
  t.same(known[0]?.answer, unknown[0]?.answer)
  const least = (list: { work: number }[]) => Math.min(...list.map(({ work }) => work))
  const ratio = least(known) / least(unknown)
  t.ok(ratio > 0.4 && ratio < 2.5, `is the same work (${ratio.toFixed(2)})`)
})

t.test('guessing is slowed for one account from one network', async (t) => {
  stopClock(t)
  const panel = await buildTestApp(t)
  const { username } = await panel.accounts.make('admin')
  for (let i = 0; i < 5; i += 1) {
    t.equal((await login(panel, username, 'wrong', `192.0.2.${i}`)).status, 401)
  }
  const delayed = await login(panel, username)
  t.match(delayed, { status: 429, body: { code: 'login_delayed' }, setCookie: '' })
  t.ok(delayed.retryAfter > 0 && delayed.retryAfter <= 30)
  t.equal((await login(panel, username, PASSWORD, '198.51.100.1')).status, 200, 'other networks')
  await shiftFailures(panel, 31)
  t.equal((await login(panel, username, 'wrong')).status, 401, 'after the delay one may try')
  const longer = await login(panel, username)
  t.equal(longer.status, 429)
  t.ok(longer.retryAfter > 30 && longer.retryAfter <= 60, 'it grows')
  await shiftFailures(panel, 61)
  t.equal((await login(panel, username)).status, 200)
  t.equal((await login(panel, username, 'wrong')).status, 401, 'success forgets the failures')
  t.equal((await login(panel, username, 'wrong')).status, 401)

  const parallel = await Promise.all(
    Array.from({ length: 10 }, () => login(panel, 'some.body.else', 'wrong', '203.0.113.9')),
  )
  t.same(
    parallel.map(({ status }) => status).sort(),
    [401, 401, 401, 401, 401, 429, 429, 429, 429, 429],
    'ten at once are no way around it, for names that do not exist too',
  )
})

t.test('guessing from many networks is slowed, but never locks the owner out', async (t) => {
  stopClock(t)
  const panel = await buildTestApp(t)
  const { username } = await panel.accounts.make('admin')
  t.equal((await login(panel, username)).status, 200)
  const now = new Date().toISOString()
  const failures = Array.from({ length: 50 }, (_, i) => ({
    username_key: username,
    network: `10.0.${i}.0/24`,
    created_at: now,
  }))
  await panel.deps.db.panel.insertInto('login_failures').values(failures).execute()
  const stranger = await login(panel, username, PASSWORD, '203.0.113.1')
  t.equal(stranger.status, 429)
  t.ok(stranger.retryAfter <= 60)
  t.equal((await login(panel, username)).status, 200, 'a network that succeeded lately passes')
  await shiftFailures(panel, 61)
  t.equal((await login(panel, username, PASSWORD, '203.0.113.1')).status, 200)
})

t.test('changing the own password', async (t) => {
  const panel = await buildTestApp(t)
  const { account, cookie } = await panel.accounts.signedIn('viewer')
  const other = await panel.accounts.cookieOf(account.id)
  const browser = new Client(panel.app, { cookie })
  const change = (new_password: string, current_password = PASSWORD) =>
    browser.call('PATCH /auth/me', { body: { current_password, new_password } })
  t.equal((await change('Another-Horse-7', 'wrong')).status, 401)
  for (const [given, words] of [
    ['Sh0rt!', /8 to 128/],
    ['x'.repeat(129), /8 to 128/],
    ['alllowercase1', /at least three/],
    ['P@ssw0rd!!', /commonest/],
    ['Tab\tbed-Horse-7', /control/],
    [account.username.replace('v', 'V'), /own name/],
  ] as const) {
    t.match(await change(given), { status: 400, body: { error: words } }, given.slice(0, 20))
  }
  t.equal(await me(panel, other), 200, 'nothing changed so far')
  t.equal((await change('NewSecureP@ss!')).status, 200, 'three kinds of characters suffice')
  t.equal(await me(panel, other), 401)
  t.equal(await me(panel, cookie), 401, 'this session has a new value')
  t.equal((await login(panel, account.username)).status, 401)
  t.equal((await login(panel, account.username, 'NewSecureP@ss!')).status, 200)
})

t.test('passwords are compared in one Unicode form', async (t) => {
  const panel = await buildTestApp(t)
  const admin = await panel.as('admin')
  const body = { username: 'zoe', email: 'z@test.example', role: 'viewer' } as const
  const made = await admin.call('POST /accounts', {
    body: { ...body, password: 'Zoe\u0308-hat-Geduld' },
  })
  t.equal(made.status, 201)
  t.equal((await login(panel, 'zoe', 'Zo\u00eb-hat-Geduld')).status, 200)
})

t.test('a flood of logins slows nobody who is signed in', async (t) => {
  const panel = await buildTestApp(t)
  const { cookie } = await panel.accounts.signedIn('viewer')
  const browser = new Client(panel.app, { cookie })
  let finished = 0
  const flood = Array.from({ length: 28 }, async (_, i) => {
    const { status, retryAfter } = await login(panel, `nobody.${i}`, PASSWORD, `203.0.${i}.1`)
    finished += 1
    return { status, retryAfter }
  })
  for (let i = 0; i < 20; i += 1) {
    t.equal((await browser.call('GET /auth/me')).status, 200)
  }
  t.ok(finished < 28, `the flood was still running (${finished} of 28)`)
  const answers = await Promise.all(flood)
  const busy = answers.filter(({ status }) => status === 503)
  t.ok(busy.length > 0, 'what waits is bounded')
  t.ok(busy.every(({ retryAfter }) => retryAfter > 0))
  t.ok(answers.every(({ status }) => status === 401 || status === 503))
})
