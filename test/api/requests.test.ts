import { connect } from 'node:net'
import type { InjectOptions } from 'fastify'
import t from 'tap'
import { PASSWORD } from '../helpers/accounts.ts'
import { buildTestApp } from '../helpers/app.ts'

type Headers = Readonly<Record<string, string>>
const json = { 'content-type': 'application/json' }

t.test('mutations from elsewhere are refused and change nothing', async (t) => {
  const { as, nobody, deps, accounts } = await buildTestApp(t, {
    env: { MC_PUBLIC_URL: 'https://panel.example.com' },
  })
  const admin = await as('admin')
  const { username } = await accounts.make('admin')
  const create = (headers: Headers, client = admin) =>
    client.send({
      method: 'POST',
      url: '/api/domains',
      headers: { ...json, ...headers },
      payload: '{"name":"elsewhere.example"}',
    })
  const login = (headers: Headers) =>
    nobody.send({
      method: 'POST',
      url: '/api/auth/login',
      headers: { ...json, ...headers },
      payload: { username, password: PASSWORD },
    })
  const refused: [string, Headers, number, string][] = [
    ['another site', { origin: 'https://evil.example' }, 403, 'origin_denied'],
    ['another scheme', { origin: 'http://panel.example.com' }, 403, 'origin_denied'],
    ['another port', { origin: 'http://localhost:81' }, 403, 'origin_denied'],
    ['an opaque origin', { origin: 'null' }, 403, 'origin_denied'],
    ['cross-site', { 'sec-fetch-site': 'cross-site' }, 403, 'origin_denied'],
    ['a sister site (webmail)', { 'sec-fetch-site': 'same-site' }, 403, 'origin_denied'],
    ['text/plain', { 'content-type': 'text/plain' }, 415, 'media_type_unsupported'],
    [
      'a safelisted type that mentions ours',
      { 'content-type': 'text/plain; application/json' },
      415,
      'media_type_unsupported',
    ],
    [
      'another charset',
      { 'content-type': 'application/json; charset=latin1' },
      415,
      'media_type_unsupported',
    ],
    ['no media type', { 'content-type': '' }, 415, 'media_type_unsupported'],
    ['compressed', { 'content-encoding': 'gzip' }, 415, 'media_type_unsupported'],
    ['another host', { host: 'evil.example' }, 421, 'host_unknown'],
    ['another host with our port', { host: 'evil.example:8080' }, 421, 'host_unknown'],
    ['a host that looks like ours', { host: 'localhost.evil.example' }, 421, 'host_unknown'],
    ['two hosts', { host: 'localhost, evil.example' }, 421, 'host_unknown'],
  ]
  for (const [name, headers, status, code] of refused) {
    for (const send of [create, login]) {
      const response = await send(headers)
      t.equal(response.statusCode, status, `${name} ${send.name}`)
      t.equal(response.json().code, code, name)
      t.notOk(response.headers['set-cookie'], 'no cookie')
    }
  }
  const domains = await deps.db.mail.selectFrom('domains').selectAll().execute()
  t.same(domains, [])
  const rows = await deps.db.panel.selectFrom('audit').selectAll().execute()
  t.notOk(
    rows.some((row) => row.outcome === 'done'),
    'the audit log knows of no success',
  )
  for (const headers of [
    {},
    { 'content-type': 'application/json; charset=utf-8' },
    { 'content-type': 'Application/JSON;charset="UTF-8"' },
    { origin: 'https://panel.example.com', host: 'panel.example.com' },
    { origin: 'https://panel.example.com', 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none', host: '127.0.0.1:8080' },
    { host: '[::1]:8080' },
  ] satisfies Headers[]) {
    t.equal((await login(headers)).statusCode, 200, JSON.stringify(headers))
  }
})

t.test('a panel without public address takes the origin that its Host header says', async (t) => {
  const { as } = await buildTestApp(t)
  const admin = await as('admin')
  const logout = (headers: Headers) =>
    admin.send({ method: 'POST', url: '/api/domains', headers: { ...json, ...headers } })
  t.equal(
    (await logout({ origin: 'http://localhost:9000', host: 'localhost:9000' })).statusCode,
    400,
  )
  t.equal(
    (await logout({ origin: 'http://localhost:9001', host: 'localhost:9000' })).statusCode,
    403,
  )
  t.equal((await logout({ origin: 'https://localhost', host: 'localhost' })).statusCode, 403)
})

t.test('bodies are read strictly', async (t) => {
  const { as } = await buildTestApp(t)
  const admin = await as('admin')
  const post = (payload: string | Buffer, url = '/api/domains') =>
    admin.send({ method: 'POST', url, headers: json, payload })
  const cases: [string, string | Buffer, RegExp][] = [
    ['nothing', '', /name: is required/],
    ['a list', '[]', /body: must be an object/],
    ['text', '"x"', /body: must be an object/],
    ['null', 'null', /body: must be an object/],
    ['broken', '{"name":', /well-formed/],
    ['two values', '{} {}', /well-formed/],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), /UTF-8/],
    ['a number for text', '{"name":5}', /name: must be text/],
    ['null for text', '{"name":null}', /name: must be text/],
    [
      'an unknown member',
      '{"name":"a.example","nmae":1}',
      /nmae: is not known here; allowed: name/,
    ],
    ['a member twice', '{"name":"a.example","name":"b.example"}', /name: is given twice/],
    ['a member twice, escaped', '{"name":"a.example","n\\u0061me":"b.example"}', /given twice/],
    ['a prototype', '{"name":"a.example","__proto__":{"x":1}}', /__proto__: is not known here/],
  ]
  for (const [name, payload, words] of cases) {
    const response = await post(payload)
    t.equal(response.statusCode, 400, name)
    t.match(response.json().error, words, name)
  }
  const several = (await post('{"scopes":{"domains":"all","users":1}}', '/api/tokens')).json()
  t.same(
    several.errors.map(({ field }: { field: string }) => field).sort(),
    ['name', 'scopes.domains', 'scopes.users'],
    'every field that is wrong is named',
  )
  t.equal((await post(`{"name":"${'x'.repeat(70_000)}"}`)).json().code, 'body_too_large')
  const stray = await admin.send({
    method: 'DELETE',
    url: '/api/domains/1',
    headers: json,
    payload: '{"id":2}',
  })
  t.match(stray.json(), { code: 'validation_failed', errors: [{ field: 'id' }] })
  const untyped = { method: 'DELETE', url: '/api/domains/1', payload: 'id=2' } as const
  t.equal((await admin.send(untyped)).statusCode, 415)
  t.equal((await admin.send({ method: 'DELETE', url: '/api/domains/1' })).statusCode, 404)
})

t.test('query strings and paths are read strictly', async (t) => {
  const { as } = await buildTestApp(t)
  const admin = await as('admin')
  const get = async (url: string) => (await admin.send({ method: 'GET', url: `/api${url}` })).json()
  for (const page of [
    '1e3',
    '+1',
    '%201',
    '0x1',
    '-1',
    '0',
    '1.5',
    '',
    'NaN',
    '99999999999999999',
  ]) {
    t.match(await get(`/accounts?page=${page}`), { errors: [{ field: 'page' }] }, `page=${page}`)
  }
  for (const all of ['1', 'TRUE', 'yes', '']) {
    t.match(await get(`/domains?all=${all}`), { errors: [{ field: 'all' }] }, `all=${all}`)
  }
  t.match(await get('/accounts?page=1&page=2'), { errors: [{ message: 'is given twice' }] })
  t.match(await get('/accounts?pagesize=5'), { errors: [{ message: /allowed: page, pageSize/ }] })
  t.match(await get('/accounts?sort=password'), { errors: [{ message: /one of id, username/ }] })
  t.match(await get('/accounts?pageSize=101'), { errors: [{ message: 'must be at most 100' }] })
  t.match(await get('/auth/me?x=1'), { errors: [{ field: 'x' }] })
  t.match(await get('/accounts?__proto__=1'), { errors: [{ field: '__proto__' }] })
  for (const id of ['1e3', '0x1', '+1', '%201', '0', '-1', 'a']) {
    t.match(await get(`/domains/${id}`), { code: 'validation_failed' }, `id ${id}`)
  }
  t.match(await get('/accounts?page=2&pageSize=100'), {
    data: [],
    page: 2,
    pageSize: 100,
    total: 1,
  })
})

t.test('what is not there', async (t) => {
  const { as, nobody } = await buildTestApp(t)
  const admin = await as('admin')
  const ask = (method: string, url: string, client = admin) =>
    client.send({
      method: method as 'GET',
      url,
      headers: json,
      payload: method === 'GET' ? '' : '{',
    })
  for (const url of ['/api', '/api/', '/api/nope', '/api/domains/1/2', '/api/Domains']) {
    const response = await ask('GET', url)
    t.equal(response.statusCode, 404, url)
    t.match(response.headers['content-type'], 'application/json')
    t.match(response.json(), { code: 'not_found', request_id: /\w/ })
  }
  const put = await ask('PUT', '/api/domains/1', nobody)
  t.equal(put.statusCode, 405)
  t.equal(put.headers.allow, 'DELETE, GET, HEAD, PATCH')
  t.equal((await ask('OPTIONS', '/api/domains')).statusCode, 405)
  t.equal((await ask('POST', '/anything')).headers.allow, 'GET, HEAD')
  t.equal((await ask('GET', '/assets/nope.js')).statusCode, 404)
  t.match((await ask('GET', '/api/%zz')).json(), { code: 'validation_failed' })
  t.equal(
    (await ask('GET', `/api/domains/${'1'.repeat(300)}`)).headers['content-type'],
    'application/json; charset=utf-8',
  )
})

t.test('answers', async (t) => {
  const { as, deps } = await buildTestApp(t)
  const admin = await as('admin')
  const send = (options: InjectOptions) => admin.send(options)
  const api = await send({ method: 'GET', url: '/api/auth/me' })
  t.match(api.headers, {
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'content-security-policy': /default-src 'none'/,
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  })
  t.notOk(api.headers['access-control-allow-origin'])
  const page = await send({ method: 'GET', url: '/domains' })
  t.match(page.headers['content-type'], 'text/html')
  t.equal(page.headers['cache-control'], 'no-cache')
  t.match(page.headers['content-security-policy'], /script-src 'self'; style-src 'self'/)
  t.notMatch(page.headers['content-security-policy'], /unsafe/)
  const problem = await send({
    method: 'GET',
    url: '/api/accounts?page=0',
    headers: { accept: 'application/problem+json' },
  })
  t.match(problem.headers['content-type'], 'application/problem+json')
  t.match(problem.json(), {
    type: 'about:blank',
    title: 'validation_failed',
    status: 400,
    detail: /page/,
    instance: '/api/accounts',
    error: /page/,
    code: 'validation_failed',
  })
  const secure = await send({
    method: 'GET',
    url: '/api/auth/me',
    headers: { 'x-forwarded-proto': 'https' },
    remoteAddress: '127.0.0.1',
  })
  t.match(secure.headers['strict-transport-security'], /max-age/)
  await deps.db.panel.schema.dropTable('tokens').execute()
  const broken = await send({ method: 'GET', url: '/api/tokens' })
  t.equal(broken.statusCode, 500)
  t.match(broken.json(), { code: 'internal_error', request_id: /\w/ })
  t.notMatch(broken.body, /select|no such table|doesn't exist|node_modules|\.ts/i)
})

/** What a client that speaks no proper HTTP gets. */
const raw = (port: number, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(text))
    let answer = ''
    socket.setEncoding('utf8')
    socket.on('data', (part) => {
      answer += part
    })
    socket.on('end', () => resolve(answer))
    socket.on('error', reject)
  })

t.test('over the wire', async (t) => {
  const { app } = await buildTestApp(t)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  t.match(await raw(port, 'GET /api/health/live HTTP/1.0\r\n\r\n'), /^HTTP\/1.1 421 /)
  const nonsense = await raw(port, 'NONSENSE\r\n\r\n')
  t.match(nonsense, /^HTTP\/1.1 400 /)
  t.match(nonsense, /"code":"validation_failed"/)
  const long = `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`
  t.match(await raw(port, long), /^HTTP\/1.1 431 /)
})
