import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog } from '@mc/server/lib/log.ts'
import t from 'tap'
import { PASSWORD } from '../helpers/accounts.ts'
import { type AppDeps, buildTestApp } from '../helpers/app.ts'
import { Client } from '../helpers/client.ts'
import { startMariadb } from '../helpers/mariadb.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(600_000)

t.test('what is wrong with a request is told in one order', async (t) => {
  const { app, accounts } = await buildTestApp(t)
  const editor = await accounts.signedIn('editor', ['domains'])
  const stale = await accounts.cookieOf(editor.account.id, -1)
  const viewer = await accounts.signedIn('viewer')
  const address = '192.0.2.50'
  const exhausted = '192.0.2.51'
  for (let i = 0; i < 30; i += 1) {
    await new Client(app, {}).call('PATCH /domains/{id}', {
      params: { id: 999 },
      body: { active: true },
      address: exhausted,
    })
  }
  const json = 'application/json'
  /** Everything that can be wrong; each step mends the first of what is left. */
  const wrong = {
    host: 'evil.example',
    address: exhausted,
    cookie: '',
    origin: 'https://evil.example',
    type: 'text/plain',
    body: `{"active":"x","filler":"${'x'.repeat(70_000)}"}`,
  }
  const steps: [Partial<typeof wrong>, string][] = [
    [{}, 'host_unknown'],
    [{ host: 'localhost' }, 'rate_limited'],
    [{ address }, 'not_authenticated'],
    [{ cookie: viewer.cookie }, 'origin_denied'],
    [{ origin: 'http://localhost' }, 'permission_denied'],
    [{ cookie: stale }, 'session_stale'],
    [{ cookie: editor.cookie }, 'media_type_unsupported'],
    [{ type: json }, 'body_too_large'],
    [{ body: '{"active":"x"}' }, 'validation_failed'],
    [{ body: '{"active":true}' }, 'domain_not_found'],
  ]
  let now = wrong
  for (const [mended, code] of steps) {
    now = { ...now, ...mended }
    const response = await new Client(app, {}).send({
      method: 'PATCH',
      url: '/api/domains/999',
      headers: {
        host: now.host,
        origin: now.origin,
        'content-type': now.type,
        ...(now.cookie ? { cookie: now.cookie } : {}),
      },
      payload: now.body,
      remoteAddress: now.address,
    })
    t.equal(response.json().code, code)
  }
})

t.test('the page', async (t) => {
  const webDir = mkdtempSync(join(tmpdir(), 'mc-web-'))
  t.teardown(() => rmSync(webDir, { recursive: true }))
  mkdirSync(join(webDir, 'assets'))
  writeFileSync(join(webDir, 'index.html'), 'the page')
  writeFileSync(join(webDir, 'login.html'), 'the login')
  writeFileSync(join(webDir, 'icon.svg'), '<svg/>')
  writeFileSync(join(webDir, 'assets', 'app-1.js'), 'code')
  const change = (deps: AppDeps) => ({ ...deps, config: { ...deps.config, webDir } })
  const { nobody } = await buildTestApp(t, { change })
  const get = (url: string) => nobody.send({ method: 'GET', url })
  for (const url of ['/', '/domains', '/domains/1?tab=2', '/index', '/apis']) {
    t.equal((await get(url)).body, 'the page', url)
  }
  for (const url of ['/login', '/login?next=/domains', '/setup']) {
    t.equal((await get(url)).body, 'the login', url)
  }
  for (const url of ['/', '/login', '/assets/app-1.js']) {
    const { headers } = await get(url)
    const policy = String(headers['content-security-policy']).split('; ')
    t.ok(policy.includes("default-src 'none'"), url)
    t.ok(policy.includes("script-src 'self'") && policy.includes("style-src 'self'"), url)
    t.ok(policy.includes("frame-ancestors 'none'") && policy.includes("base-uri 'none'"), url)
    t.notMatch(policy.join(' '), /unsafe|https?:|\*/, 'nothing inline, nothing from elsewhere')
    t.match(headers, { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
  }
  const asset = await get('/assets/app-1.js')
  t.match(asset, { statusCode: 200, body: 'code' })
  t.match(asset.headers['cache-control'], /immutable/)
  t.match((await get('/icon.svg')).headers['content-type'], 'image/svg+xml')
  for (const url of ['/assets/', '/assets/nope.js', '/assets/..%2findex.html', '/assets/.hidden']) {
    const response = await get(url)
    t.equal(response.statusCode, 404, url)
    t.notMatch(response.body, /the page/)
  }
  rmSync(join(webDir, 'index.html'))
  const missing = await get('/')
  t.equal(missing.statusCode, 503)
  t.match(missing.body, /not built yet/)
})

t.test('with the database gone every answer says so and nothing of its insides', async (t) => {
  const maria = await startMariadb((stop) => t.teardown(stop))
  const { createConnection } = await import('mysql2/promise')
  const connection = await createConnection(`${maria.base}mysql`)
  await connection.query('create database panel')
  await connection.end()
  const { as, nobody } = await buildTestApp(t, {
    env: { MC_DATABASE_URL: `${maria.base}panel` },
    database: 'sqlite',
  })
  const admin = await as('admin')
  t.equal((await admin.call('GET /domains')).status, 200)
  t.equal((await nobody.call('GET /health/ready')).status, 200)
  const exited = new Promise((resolve) => maria.process.once('exit', resolve))
  maria.process.kill('SIGKILL')
  await exited
  const down = await admin.call('GET /accounts')
  t.match(down, { status: 503, body: { code: 'database_unavailable' } })
  t.ok(Number(down.headers['retry-after']) > 0)
  t.notMatch(JSON.stringify(down.body), /ECONNREFUSED|sock|mysql/i)
  const login = { username: 'x', password: PASSWORD }
  t.equal((await nobody.call('POST /auth/login', { body: login })).status, 503)
  t.equal((await nobody.call('GET /health/live')).status, 200)
  const ready = await until('it is noticed', 60_000, async () => {
    const answer = await nobody.call('GET /health/ready')
    return answer.status !== 200 && answer
  })
  t.match(ready, { status: 503, body: { status: 'degraded' } })
  t.same(Object.keys(ready.body), ['status'], 'and nothing more')
})

t.test('the log holds no secret', async (t) => {
  const lines: string[] = []
  const log = createLog('info', { write: (line: string) => lines.push(line) })
  const { as, nobody, deps } = await buildTestApp(t, { change: (deps) => ({ ...deps, log }) })
  const admin = await as('admin')
  await nobody.call('POST /auth/login', { body: { username: 'admin', password: 'hunter2-secret' } })
  await deps.db.panel.schema.dropTable('idempotency').execute()
  const broken = await admin.send({
    method: 'POST',
    url: '/api/domains',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'hunter2-secret' },
    payload: '{"name":"hunter2-secret.example"}',
  })
  t.equal(broken.statusCode, 500)
  log.info({ password: 'hunter2-secret', req: { headers: { authorization: 'hunter2-secret' } } })
  const failure = Object.assign(new Error('Duplicate entry'), {
    code: 'ER_DUP_ENTRY',
    sql: "insert into accounts values ('hunter2-secret')",
  })
  log.error({ err: new Error('outer', { cause: failure }) }, 'failed')
  const text = lines.join('')
  t.match(text, broken.json().request_id, 'the failure is found by its request id')
  t.match(text, /ER_DUP_ENTRY/)
  t.notMatch(text, /hunter2|mc-session/)
})

t.test('figures for Prometheus', async (t) => {
  const { app, accounts, as, nobody, deps } = await buildTestApp(t)
  const { id } = await accounts.make('viewer')
  const get = async (scopes: { stats?: 'read'; domains?: 'read' }) => {
    const token = new Client(app, { authorization: await accounts.tokenOf(id, scopes) })
    return token.send({ method: 'GET', url: '/metrics' })
  }
  const admin = await as('admin')
  await admin.call('POST /domains', { body: { name: 'a.example' } })
  t.equal((await nobody.send({ method: 'GET', url: '/metrics' })).statusCode, 401)
  t.equal((await get({ domains: 'read' })).statusCode, 403)
  const figures = await get({ stats: 'read' })
  t.equal(figures.statusCode, 200)
  t.match(figures.headers['content-type'], /^text\/plain; version=0\.0\.4/)
  t.match(figures.body, /^mc_domains 1$/m)
  t.match(figures.body, /^mc_http_answers_total\{status="401"\} 1$/m)
  t.match(figures.body, /^mc_database_up 1$/m)
  const server = deps.metrics.listener().listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const own = await fetch(`http://127.0.0.1:${port}/metrics`)
  t.match(await own.text(), /^mc_mailboxes 0$/m)
  t.equal((await fetch(`http://127.0.0.1:${port}/api/domains`)).status, 404)
})
