import { existsSync, readFileSync, statSync, utimesSync } from 'node:fs'
import { writeSetupToken } from '@mc/server/config/secrets.ts'
import { prepareSetup } from '@mc/server/plugins/setup-token.ts'
import t from 'tap'
import { buildTestApp, type TestApp } from '../helpers/app.ts'

const admin = { username: 'root', email: 'Root@Test.Example', password: 'Correct-Horse-9' }

const fileOf = ({ deps }: TestApp): string => deps.config.layout.panel.setupToken
const tokenOf = (panel: TestApp): string => readFileSync(fileOf(panel), 'utf8').trim()

const setUp = ({ nobody }: TestApp, setup_token: string, more: object = {}) =>
  nobody.call('POST /auth/setup', { body: { ...admin, setup_token, ...more } })

t.test('the first admin is made with the one-time token, once', async (t) => {
  const panel = await buildTestApp(t)
  t.match(tokenOf(panel), /^[\w-]{43}$/)
  t.equal(statSync(fileOf(panel)).mode & 0o777, 0o600)
  t.same((await panel.nobody.call('GET /auth/setup')).body, { needs_setup: true })
  for (const guess of ['', 'x', tokenOf(panel).slice(1)]) {
    t.match(await setUp(panel, guess), { status: 403, body: { code: 'setup_token_wrong' } })
  }
  const token = tokenOf(panel)
  t.equal((await setUp(panel, token, { password: 'root' })).status, 400)
  t.equal((await setUp(panel, token, { email: 'nowhere' })).status, 400)
  t.equal((await setUp(panel, token, { username: 'a b' })).status, 400)

  const two = await Promise.all([setUp(panel, token), setUp(panel, token, { username: 'second' })])
  t.same(two.map(({ status }) => status).sort(), [201, 409], 'of two at once one wins')
  const won = two.find(({ status }) => status === 201)
  t.match(won?.body, { user: { role: 'admin', email: 'root@test.example', permissions: [] } })
  t.match(won?.headers['set-cookie'], /^mc-session=/)
  const accounts = await panel.deps.db.panel.selectFrom('accounts').selectAll().execute()
  t.equal(accounts.length, 1)
  t.match(accounts[0]?.password, /^\$scrypt\$ln=15,r=8,p=3\$/, 'no fast hash')
  t.same((await panel.nobody.call('GET /auth/setup')).body, { needs_setup: false })
  t.notOk(existsSync(fileOf(panel)), 'the token is gone')
  t.equal((await setUp(panel, token)).status, 409)
  t.equal((await setUp(panel, 'x')).status, 409)
  await prepareSetup(panel.deps.config, panel.deps.db)
  t.notOk(existsSync(fileOf(panel)), 'a restart makes no new one')

  const rows = await panel.deps.db.panel.selectFrom('audit').selectAll().execute()
  t.ok(rows.some((row) => row.action === 'auth.setup' && row.outcome === 'done'))
  t.notMatch(JSON.stringify(rows), token, 'the log does not hold the token')
  const postmaster = await panel.deps.db.mail.selectFrom('mail_settings').selectAll().execute()
  t.match(postmaster, [{ postmaster_address: 'root@test.example' }])
})

t.test('a set-up token dies after a day or twenty wrong tries', async (t) => {
  const panel = await buildTestApp(t)
  const old = tokenOf(panel)
  const dayAgo = new Date(Date.now() - 25 * 3600_000)
  utimesSync(fileOf(panel), dayAgo, dayAgo)
  t.equal((await setUp(panel, old)).status, 403)
  await prepareSetup(panel.deps.config, panel.deps.db)
  const next = tokenOf(panel)
  t.not(next, old, 'a restart makes a new one')
  for (let i = 0; i < 20; i += 1) t.equal((await setUp(panel, `wrong ${i}`)).status, 403)
  t.equal((await setUp(panel, next)).status, 403, 'the right one comes too late')
  const third = writeSetupToken(fileOf(panel))
  t.equal((await setUp(panel, third)).status, 201, 'a new link works without a restart')
})

t.test('MC_SETUP_TOKEN presets it', async (t) => {
  const preset = 'a-token-of-an-installer'
  const panel = await buildTestApp(t, { env: { MC_SETUP_TOKEN: preset } })
  t.equal(tokenOf(panel), preset)
  t.equal((await setUp(panel, preset)).status, 201)
})
