import { endpoints } from '@mc/shared/contract'
import t from 'tap'
import { buildTestApp } from '../helpers/app.ts'
import { Client } from '../helpers/client.ts'
import { stopClock } from '../helpers/clock.ts'

const json = { 'content-type': 'application/json' }

t.test('each endpoint has its own limit for each address', async (t) => {
  stopClock(t)
  const { nobody, as } = await buildTestApp(t)
  const admin = await as('admin')
  const login = (address: string, headers = {}) =>
    nobody.send({
      method: 'POST',
      url: '/api/auth/login',
      headers: { ...json, ...headers },
      payload: '{}',
      remoteAddress: address,
    })
  const first = await login('192.0.2.1')
  t.match(first.headers, { 'ratelimit-limit': '10', 'ratelimit-remaining': '9' })
  t.ok(Number(first.headers['ratelimit-reset']) <= 60)
  for (let i = 1; i < 10; i += 1) t.equal((await login('192.0.2.1')).statusCode, 400)
  const refused = await login('192.0.2.1')
  t.equal(refused.statusCode, 429)
  t.match(refused.json(), { code: 'rate_limited', error: /try again in \d+ seconds/ })
  t.ok(Number(refused.headers['retry-after']) > 0)
  t.equal((await login('192.0.2.2')).statusCode, 400, 'another address')
  const setup = { method: 'GET', url: '/api/auth/setup', remoteAddress: '192.0.2.1' } as const
  t.equal((await nobody.send(setup)).statusCode, 200, 'another endpoint')
  const spoofed = await login('192.0.2.1', { 'x-forwarded-for': '198.51.100.9' })
  t.equal(spoofed.statusCode, 429, 'a stranger cannot name himself otherwise')

  for (const [key, wanted] of [
    ['POST /auth/setup', 5],
    ['POST /domains', 30],
    ['PATCH /users/{id}', 30],
    ['DELETE /aliases', 30],
    ['POST /accounts', 10],
    ['POST /tokens', 10],
    ['PATCH /settings', 10],
    ['GET /users', 120],
  ] as const) {
    t.equal(endpoints[key]?.limit, wanted, key)
  }
  const address = '192.0.2.77'
  for (let i = 0; i < 30; i += 1) {
    t.equal((await admin.call('DELETE /domains/{id}', { params: { id: 9 }, address })).status, 404)
  }
  t.equal(
    (await admin.call('DELETE /domains/{id}', { params: { id: 9 }, address })).status,
    429,
    'what is not found counts',
  )
})

t.test('behind a proxy the address is what the proxy says, whatever the client adds', async (t) => {
  stopClock(t)
  const { nobody } = await buildTestApp(t)
  let n = 0
  /** Ten attempts with changing lies, then one that must be refused. */
  const guess = async (peer: string, forwarded: (i: number) => string, name: string) => {
    n += 1
    const send = (i: number) =>
      nobody.send({
        method: 'POST',
        url: '/api/auth/login',
        headers: { ...json, 'x-forwarded-for': forwarded(i).replace('CLIENT', `198.51.100.${n}`) },
        payload: '{}',
        remoteAddress: peer,
      })
    for (let i = 0; i < 10; i += 1) t.equal((await send(i)).statusCode, 400, `${name} ${i}`)
    t.equal((await send(10)).statusCode, 429, name)
  }
  await guess('127.0.0.1', () => 'CLIENT', 'plain')
  await guess('127.0.0.1', (i) => `10.9.8.${i}, CLIENT`, 'an invented one on the left')
  await guess('127.0.0.1', (i) => `127.0.0.1, 10.9.7.${i}, CLIENT, 127.0.0.1`, 'proxies in a row')
  await guess('::ffff:127.0.0.1', (i) => `x${i}, CLIENT`, 'garbage on the left, mapped peer')
  await guess(
    '127.0.0.1',
    (i) => `${'1.2.3.4, '.repeat(100)}CLIENT, ::1`.replace('4', String(i)),
    'many',
  )
  await guess('127.0.0.1', (i) => `1.2.3.${i}, garbage`, 'garbage on the right is the proxy itself')
  await guess('203.0.113.5', (i) => `10.1.1.${i}`, 'not from a proxy')
  await guess('127.0.0.1', (i) => `2001:db8:1:1:${i}::${i}`, 'one IPv6 network')
  await guess('127.0.0.1', (i) => `2001:0db8:0001:0002::${i}`, 'written otherwise')
  const other = await nobody.send({
    method: 'POST',
    url: '/api/auth/login',
    headers: { ...json, 'x-forwarded-for': '2001:db8:1:3::1' },
    payload: '{}',
    remoteAddress: '127.0.0.1',
  })
  t.equal(other.statusCode, 400, 'the next IPv6 network')
})

t.test('unknown addresses and failed authentication count', async (t) => {
  stopClock(t)
  const { nobody, app } = await buildTestApp(t)
  const get = (url: string, headers = {}) =>
    nobody.send({ method: 'GET', url, headers, remoteAddress: '192.0.2.9' })
  for (let i = 0; i < 120; i += 1) await get(`/api/scan-${i}`)
  t.equal((await get('/api/other')).statusCode, 429)
  t.equal((await get('/api/health/live')).statusCode, 200)
  for (let i = 0; i < 120; i += 1) {
    await get('/api/users', { authorization: `Bearer mc_${i}_${'a'.repeat(43)}` })
  }
  const bearer = { authorization: `Bearer mc_999_${'a'.repeat(43)}` }
  t.equal((await get('/api/users', bearer)).statusCode, 429, 'guessing tokens')
  t.equal((await get('/api/users')).statusCode, 401, 'people at that address are not held up')
  t.ok(app.server)
})

t.test('a token has a window of its own, over all endpoints', async (t) => {
  stopClock(t)
  const { accounts, app } = await buildTestApp(t)
  const { id } = await accounts.make('admin')
  const token = new Client(app, {
    authorization: await accounts.tokenOf(id, { domains: 'write', users: 'read' }),
  })
  const first = await token.call('GET /users', { address: '192.0.2.3' })
  t.match(first.headers, { 'ratelimit-limit': '600', 'ratelimit-remaining': '599' })
  for (let i = 1; i < 600; i += 1) {
    const key = i % 2 ? ('GET /users' as const) : ('GET /domains' as const)
    const { status } = await token.call(key, { address: '192.0.2.3', query: { pageSize: 1 } })
    if (status !== 200) t.fail(`call ${i} was answered ${status}`)
  }
  t.equal((await token.call('GET /users')).status, 429, 'from any address')
  const write = await token.call('DELETE /domains/{id}', { params: { id: 1 } })
  t.match(write, { status: 404, headers: { 'ratelimit-limit': '120' } })
})
