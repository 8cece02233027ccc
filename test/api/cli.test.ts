import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '@mc/server/config/config.ts'
import { sql } from 'kysely'
import t from 'tap'
import { buildTestApp } from '../helpers/app.ts'
import { stopClock } from '../helpers/clock.ts'
import { mc } from '../helpers/mc.ts'
import { objectsOf } from '../helpers/objects.ts'
import { until } from '../helpers/until.ts'

// Each command is a process of its own.
t.setTimeout(600_000)

const envOf = ({ stateDir, database }: Config): Record<string, string> => ({
  MC_STATE_DIR: stateDir,
  MC_MAIL: 'none',
  ...(database.kind === 'mariadb' ? { MC_DATABASE_URL: database.url } : {}),
})

/** A panel and the command line on its state folder. */
const setUp = async (t: Parameters<typeof buildTestApp>[0]) => {
  const panel = await buildTestApp(t)
  const env = envOf(panel.deps.config)
  const run = (line: string, input?: string) => mc(env, line.split(' '), input)
  const json = async (line: string, input?: string) => {
    const { code, stdout, stderr } = await run(`${line} --json`, input)
    if (code !== 0) throw new Error(stderr)
    return JSON.parse(stdout)
  }
  return { ...panel, env, run, json }
}

t.test('a forgotten password: the new one works and every session ends', async (t) => {
  const { accounts, as, nobody, run, deps } = await setUp(t)
  const { account, cookie } = await accounts.signedIn('admin')
  const other = await as('viewer')
  const me = () => nobody.call('GET /auth/me', { headers: { cookie } })
  t.equal((await me()).status, 200)

  const short = await run(`admin reset-password ${account.username} --stdin`, 'short\n')
  t.match(short, { code: 1, stdout: '', stderr: /^password: / })
  t.equal((await me()).status, 200, 'a refused password changes nothing')
  t.match(await run('admin reset-password nobody --stdin', 'Battery-Staple-7\n'), {
    code: 1,
    stderr: /no account nobody/,
  })
  t.match(await run(`admin reset-password ${account.username}`), {
    code: 1,
    stderr: /no terminal.*--stdin/,
  })

  const changed = await run(
    `admin reset-password ${account.username.toUpperCase()} --stdin`,
    'Battery-Staple-7\n',
  )
  t.match(changed, { code: 0, stdout: /signed out everywhere/, stderr: '' })
  await until('the old session is over', 60_000, async () => (await me()).status === 401)
  t.equal((await other.call('GET /auth/me')).status, 200, 'others stay signed in')
  const login = (password: string) =>
    nobody.call('POST /auth/login', { body: { username: account.username, password } })
  t.equal((await login('Correct-Horse-9')).status, 401)
  t.equal((await login('Battery-Staple-7')).status, 200)
  const rows = await deps.db.panel
    .selectFrom('audit')
    .selectAll()
    .where('actor', '=', 'cli')
    .execute()
  t.match(rows, [{ action: 'account.update', target: account.username, outcome: 'done' }])
  t.notMatch(JSON.stringify(rows), /Battery/)
})

t.test('a login delay can be cleared for one account and for all', async (t) => {
  stopClock(t)
  const { accounts, nobody, json } = await setUp(t)
  const { username } = await accounts.make('admin')
  const login = (password: string) =>
    nobody.call('POST /auth/login', {
      body: { username, password },
      address: '192.0.2.7',
    })
  const lockOut = async () => {
    for (let i = 0; i < 5; i += 1) t.equal((await login('Wrong-Horse-9')).status, 401)
    t.match(await login('Correct-Horse-9'), { status: 429, body: { code: 'login_delayed' } })
  }
  await lockOut()
  t.same(await json('login clear-delay somebody-else'), { forgotten: 0 })
  t.equal((await login('Correct-Horse-9')).status, 429, "another account's is left alone")
  t.same(await json(`login clear-delay ${username.toUpperCase()}`), { forgotten: 5 })
  t.equal((await login('Correct-Horse-9')).status, 200)
})

t.test('the set-up link makes one admin, once', async (t) => {
  const { nobody, run, json } = await setUp(t)
  const tokenOf = (link: string) => new URL(link).hash.replace('#token=', '')
  const first = tokenOf((await json('setup-link')).link)
  const { link } = await json('setup-link')
  t.match(link, /^http:\/\/127\.0\.0\.1:8080\/setup#token=/)
  const setup = (setup_token: string) =>
    nobody.call('POST /auth/setup', {
      body: {
        setup_token,
        username: 'root',
        email: 'root@test.example',
        password: 'Correct-Horse-9',
      },
    })
  t.equal((await setup(first)).status, 403, 'a newer link makes the older one void')
  t.equal((await setup(tokenOf(link))).status, 201)
  t.equal((await setup(tokenOf(link))).status, 409)
  t.match(await run('setup-link'), {
    code: 1,
    stderr: /There is an admin already.*reset-password/s,
  })
})

t.test('domains, mailboxes and aliases by the rules of the API', async (t) => {
  const { as, run, json } = await setUp(t)
  const admin = await as('admin')
  t.match(await json('domains create München.example'), { name: 'xn--mnchen-3ya.example' })
  t.match(await run('domains create xn--mnchen-3ya.example'), { code: 1, stderr: /exists already/ })
  t.match(await run('domains create a..b'), { code: 1, stderr: /^name: / })
  const anna = await json(
    'users create Anna@münchen.example --quota 1000000 --stdin',
    'Tulpe-Regen-58',
  )
  t.match(anna, { email: 'anna@xn--mnchen-3ya.example', quota_bytes: 1_000_000 })
  t.match(await run('users create a@b.example --stdin', 'Tulpe-Regen-58'), {
    code: 1,
    stderr: /no domain b\.example/,
  })
  t.match(await run('users create b@münchen.example --quota much --stdin', 'Tulpe-Regen-58'), {
    code: 1,
    stderr: /--quota takes/,
  })
  t.match(await json('aliases create info@münchen.example anna@münchen.example'), {
    destination: 'anna@xn--mnchen-3ya.example',
  })
  t.match(await run('aliases create new@münchen.example nobody@münchen.example'), {
    code: 0,
    stdout: /no such mailbox or alias yet/,
  })
  const seen = await admin.call('GET /users')
  t.match(seen.body.data, [{ id: anna.id, quota_bytes: 1_000_000 }], 'the panel shows it')

  t.match(await run('users delete anna@münchen.example'), { code: 1, stderr: /Aliases that/ })
  t.match(await run('domains delete münchen.example'), { code: 1, stderr: /1 mailbox and/ })
  t.equal((await run('aliases delete new@münchen.example nobody@münchen.example')).code, 0)
  t.equal((await json('aliases list --domain münchen.example')).length, 1)
  t.equal((await run('users delete ANNA@münchen.example --force')).code, 0)
  t.same(await json('aliases list'), [])
  t.same(await json('users list'), [])
  t.match((await admin.call('GET /domains')).body.data, [{ users: 0, aliases: 0 }])
  t.match(await run('domains delete münchen.example'), { code: 0, stderr: '' })
  t.match(await run('domains list'), { code: 0, stdout: /no such domains/ })
})

t.test('lists are whole, whatever their length', async (t) => {
  const { as, json, run } = await setUp(t)
  const make = objectsOf(await as('admin'))
  const { id } = await make.domain('a.example')
  for (let i = 0; i < 5; i += 1) await make.user(`user${i}@a.example`, id)
  for (let i = 0; i < 120; i += 1) await make.alias(`alias${i}@a.example`, 'user1@a.example', id)
  t.equal((await json('aliases list')).length, 120)
  t.equal((await json('users list --search R3')).length, 1)
  t.match((await run('users list')).stdout, /^id +email .*\n.*user0@a\.example/)
})

t.test('accounts and tokens can be seen, tokens ended', async (t) => {
  const { accounts, nobody, json, run } = await setUp(t)
  const { id, username } = await accounts.make('admin')
  const authorization = await accounts.tokenOf(id, { domains: 'read' })
  const call = () => nobody.call('GET /domains', { headers: { authorization } })
  t.equal((await call()).status, 200)
  t.match(await json('accounts list'), [{ username, role: 'admin' }])
  const [token] = await json('tokens list')
  t.match(token, { name: 'test', owner: username, scopes: { domains: 'read' } })
  t.match((await run('tokens list')).stdout, /domains:read/)
  t.equal((await run(`tokens revoke ${token.id}`)).code, 0)
  await until('the token is refused', 60_000, async () => (await call()).status === 401)
  t.match(await run(`tokens revoke ${token.id}`), { code: 1, stderr: /no token/ })
})

t.test('what it cannot do it says', async (t) => {
  const { env, run, deps } = await setUp(t)
  t.match(await run('help'), { code: 0, stdout: /mc admin reset-password <username>/ })
  t.match(await run('nonsense'), { code: 1, stdout: '', stderr: /mc help/ })
  const empty = t.testdir()
  t.match(await mc({ ...env, MC_STATE_DIR: empty }, ['domains', 'list']), {
    code: 1,
    stderr: /no panel in this state folder/,
  })
  t.same(readdirSync(empty), [], 'and makes nothing there')
  t.match(await mc({ ...env, MC_PORT: 'x' }, ['domains', 'list']), {
    code: 1,
    stderr: /MC_PORT="x"/,
  })
  t.match(
    await mc({ ...env, MC_DATABASE_URL: 'mysql://root@127.0.0.1:9/x' }, ['domains', 'list']),
    {
      code: 1,
      stderr: /database does not answer/,
    },
  )
  await sql`insert into panel_migrations (name, timestamp) values ('9999-future', '')`.execute(
    deps.db.panel,
  )
  t.match(await run('domains list'), { code: 1, stderr: /newer version/ })
})

t.test('the doctor says what is wrong and what to do', async (t) => {
  const { run, accounts, deps } = await setUp(t)
  const report = async () => {
    const { code, stdout } = await run('doctor --json')
    const { ok, findings } = JSON.parse(stdout)
    t.equal(code, ok ? 0 : 1)
    return new Map<string, { ok: boolean; detail: string; advice?: string }>(
      findings.map((finding: { part: string }) => [finding.part, finding]),
    )
  }
  const first = await report()
  t.match(first.get('admins'), { ok: false, advice: /mc setup-link/ })
  t.match(first.get('panel'), { ok: false, advice: /npm start/ })
  for (const part of ['disk', 'rights', 'secret', 'mail stack'])
    t.match(first.get(part), { ok: true })

  await accounts.make('admin')
  t.match((await report()).get('admins'), { ok: true, detail: '1' })
  const { dir, secret } = deps.config.layout.panel
  chmodSync(secret, 0o644)
  writeFileSync(secret, 'broken')
  const second = await report()
  t.match(second.get('rights'), { ok: false, detail: /panel\/secret/, advice: /chmod/ })
  t.match(second.get('secret'), { ok: false, detail: /damaged/ })
  t.equal(statSync(join(dir, 'secret')).size, 6, 'it mends nothing by itself')
  t.match((await run('doctor')).stdout, /PROBLEM {2}secret[\s\S]*→ [\s\S]*to mend\.\n$/)
})
