import { AppError } from '@mc/server/http/app-error.ts'
import { readKeep } from '@mc/server/trace/keep.ts'
import t from 'tap'
import { buildTestApp } from '../helpers/app.ts'
import { objectsOf } from '../helpers/objects.ts'
import { certificate, madeKeys, scriptedAgent } from '../helpers/scripted-agent.ts'
import { until } from '../helpers/until.ts'

const good = {
  'stack.apply': () => ({ changed: [], certificate }),
  'certificate.read': () => certificate,
  'stack.status': () => ({
    parts: [
      { name: 'postfix', status: 'ok' as const, detail: 'answers' },
      { name: 'dovecot', status: 'down' as const, detail: 'does not answer' },
    ],
    ports: {},
  }),
  'domains.apply': () => ({ domains: 0, unusable: [] }),
  'dkim.make': madeKeys,
}

t.test('settings without a mail stack', async (t) => {
  const { as, deps } = await buildTestApp(t)
  const admin = await as('admin')
  const before = await admin.call('GET /settings')
  t.match(before.body, {
    hostname: /\./,
    default_quota_bytes: 1_073_741_824,
    trash_days: 30,
    certificate: null,
    applied: 'no_mail_stack',
  })
  const changed = await admin.call('PATCH /settings', {
    body: {
      hostname: 'Mail.Host.Example',
      postmaster_address: 'Admin@Host.example',
      public_addresses: ['198.51.100.7', '2001:DB8:0::7'],
      default_quota_bytes: 5000,
      trash_days: 7,
      trace_days: 14,
    },
  })
  t.equal(readKeep(deps.config.layout.panel.trace), 14, 'the reader of the log is told')
  t.match(
    [changed.status, changed.body],
    [
      200,
      {
        hostname: 'mail.host.example',
        postmaster_address: 'admin@host.example',
        public_addresses: ['198.51.100.7', '2001:db8::7'],
        default_quota_bytes: 5000,
        trash_days: 7,
      },
    ],
  )
  t.match(await deps.db.mail.selectFrom('mail_settings').selectAll().executeTakeFirst(), {
    postmaster_address: 'admin@host.example',
    default_quota_bytes: 5000,
  })
  const [row] = await deps.db.panel
    .selectFrom('audit')
    .selectAll()
    .where('action', '=', 'settings.update')
    .execute()
  t.match([row?.outcome, JSON.parse(row?.after ?? '{}')], ['done', { trash_days: 7 }])
})

t.test('W53: values that are refused change nothing', async (t) => {
  const { as } = await buildTestApp(t)
  const admin = await as('admin')
  await objectsOf(admin).domain('a.example')
  const before = (await admin.call('GET /settings')).body
  for (const body of [
    { hostname: 'nodots' },
    { hostname: 'a.example' },
    { hostname: 'mail.a.example\nrelayhost=x' },
    { hostname: '192.0.2.1' },
    { public_addresses: ['somewhere'] },
    { public_addresses: ['127.0.0.1'] },
    { public_addresses: ['0.0.0.0'] },
    { postmaster_address: 'root' },
    { postmaster_address: 'a$b@x.example' },
    { message_size_limit_bytes: 1 },
    { trash_days: 0 },
    { trash_days: 7, hostname: 'bad_name.example' },
    {},
  ]) {
    t.equal((await admin.call('PATCH /settings', { body })).status, 400, JSON.stringify(body))
  }
  t.same((await admin.call('GET /settings')).body, before)
})

t.test('the mail stack takes settings, or they stay as they were', async (t) => {
  const script = scriptedAgent()
  const { as, deps } = await buildTestApp(t, { change: script.change })
  const admin = await as('admin')
  t.match((await admin.call('GET /settings')).body, { applied: 'pending', certificate: null })
  const body = { hostname: 'mail.host.example', message_size_limit_bytes: 2_000_000 }
  const down = await admin.call('PATCH /settings', { body })
  t.match([down.status, down.body.code], [503, 'agent_unavailable'])
  script.answer({
    ...good,
    'stack.apply': () => {
      throw new AppError('apply_failed', 'postfix refused; the old files are in place.')
    },
  })
  const refused = await admin.call('PATCH /settings', { body })
  t.match([refused.status, refused.body.code], [500, 'apply_failed'])
  t.notMatch((await admin.call('GET /settings')).body, body, 'nothing changed')
  const own = await admin.call('PATCH /settings', { body: { trash_days: 3 } })
  t.equal(own.status, 200, 'what the mail stack does not know needs no mail stack')

  script.answer(good)
  const done = await admin.call('PATCH /settings', { body })
  const { chain: _, ...shown } = certificate
  t.match([done.status, done.body], [200, { ...body, applied: 'applied', certificate: shown }])
  t.match(script.of('stack.apply').at(-1), {
    hostname: 'mail.host.example',
    message_size_limit: 2_000_000,
    certificate: { source: 'self-signed' },
  })

  const { updateTable } = deps.db.mail
  deps.db.mail.updateTable = () => {
    throw new Error('disk full')
  }
  const half = await admin.call('PATCH /settings', {
    body: { hostname: 'other.host.example', postmaster_address: 'x@host.example' },
  })
  deps.db.mail.updateTable = updateTable
  t.equal(half.status, 503)
  t.match(half.body.error, /database could not store.*put back/)
  t.match(script.of('stack.apply').at(-1), { hostname: 'mail.host.example' }, 'put back')
  t.match((await admin.call('GET /settings')).body, { hostname: 'mail.host.example' })
})

t.test('what is stored while older settings are handed over is the last word', async (t) => {
  const script = scriptedAgent()
  const { as, deps } = await buildTestApp(t, { change: script.change })
  const admin = await as('admin')
  const first = Promise.withResolvers<void>()
  script.answer({
    ...good,
    'stack.apply': async () => {
      if (script.of('stack.apply').length === 1) await first.promise
      return { changed: [], certificate }
    },
  })
  const handing = deps.machine.settings.changed()
  await until('they are being handed over', 60_000, () => script.of('stack.apply').length === 1)
  t.match((await admin.call('GET /settings')).body, { applied: 'pending' })
  const body = { hostname: 'new.host.example' }
  t.equal((await admin.call('PATCH /settings', { body })).status, 200)
  first.resolve()
  await handing
  const given = script.of('stack.apply')
  t.notMatch(given[0], body, 'the older ones')
  t.match(given.at(-1), body)
  t.equal(given.length, 3, 'handed over once more, in case the machine took the older ones later')
  t.match((await admin.call('GET /settings')).body, { ...body, applied: 'applied' })
})

t.test('the overview', async (t) => {
  const script = scriptedAgent()
  const { as } = await buildTestApp(t, { change: script.change })
  const admin = await as('admin')
  t.match((await admin.call('GET /overview')).body, {
    domains: { total: 0, inactive: 0 },
    attention: [{ code: 'agent_down', severity: 'bad' }, { code: 'no_domains' }],
  })
  script.answer(good)
  const make = objectsOf(admin)
  const domain = await make.domain('a.example')
  const off = await make.domain('off.example')
  await admin.call('PATCH /domains', { body: { id: off.id, active: false } })
  const user = await make.user('anna@a.example', domain.id)
  await admin.call('PATCH /users', { body: { id: user.id, active: false } })
  await make.alias('info@a.example', 'anna@a.example', domain.id)
  const { body } = await (await as('viewer')).call('GET /overview')
  t.match(body, {
    domains: { total: 2, inactive: 1 },
    users: { total: 1, inactive: 1 },
    aliases: { total: 1, inactive: 0 },
    trash: { total: 0, size_bytes: 0 },
    parts: [
      { name: 'postfix', status: 'ok' },
      { name: 'dovecot', status: 'down' },
    ],
  })
  t.same(
    body.attention.map((one) => [one.code, one.subject]),
    [
      ['part_down', 'dovecot'],
      ['domain_inactive', 'off.example'],
      ['certificate_self_signed', 'mail.host.example'],
    ],
  )
})
