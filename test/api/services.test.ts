import type { Permission } from '@mc/shared/contract'
import type { OpOutput } from '@mc/shared/ops'
import t, { type Test } from 'tap'
import { type AppDeps, buildTestApp } from '../helpers/app.ts'
import { stopClock } from '../helpers/clock.ts'
import { listen } from '../helpers/event-stream.ts'
import { scriptedAgent } from '../helpers/scripted-agent.ts'
import { until } from '../helpers/until.ts'

type State = OpOutput<'services.list'>['services'][number]

const running = (name: State['name'], pid: number): State => ({
  name,
  state: 'running',
  pid,
  memory_bytes: 1_000_000,
  uptime_seconds: 93_784,
  detail: '',
})
const gone = (name: State['name'], state: State['state'], detail: string): State => ({
  ...running(name, 0),
  state,
  memory_bytes: 0,
  uptime_seconds: 0,
  detail,
})

/** A panel whose machine has these services. */
const setUp = async (
  t: Test,
  states: State[],
  more: { env?: Record<string, string>; change?: (deps: AppDeps) => AppDeps } = {},
) => {
  const script = scriptedAgent()
  const { change = (deps) => deps, env = {} } = more
  const app = await buildTestApp(t, { env, change: (deps) => change(script.change(deps)) })
  const answers = (now: State[]) =>
    script.answer({
      'services.list': () => ({ services: now }),
      'services.control': ({ service, action }) => {
        const before = now.find(({ name }) => name === service) ?? running(service, 1)
        const after =
          action === 'stop' ? gone(service, 'stopped', 'It was stopped.') : running(service, 77)
        return { before, service: after, observed: true, log: [] }
      },
    })
  answers(states)
  return { ...app, ...script, answers, admin: await app.as('admin') }
}

const list = [
  running('postfix', 12),
  gone('dovecot', 'stopping', 'dovecot is ending.'),
  gone('opendkim', 'failed', 'opendkim does not run: it was killed.'),
  running('spamassassin', 13),
  gone('mariadb', 'not_installed', 'There is none here.'),
]

t.test('the list has the form of the reference, with what is not there said', async (t) => {
  const { admin } = await setUp(t, list)
  const { status, body } = await admin.call('GET /services')
  t.equal(status, 200)
  t.match(body, [
    {
      name: 'postfix',
      status: 'running',
      uptime_seconds: 93_784,
      uptime_formatted: '1d 2h 3m',
      memory_bytes: 1_000_000,
      pid: 12,
    },
    { name: 'dovecot', status: 'stopped', pid: null, uptime_formatted: null },
    { name: 'opendkim', status: 'failed', detail: /was killed/ },
    { name: 'spamassassin' },
    { name: 'mariadb', status: 'not_installed', pid: null, memory_bytes: 0 },
  ])
})

t.test('who asks within a second is told what was told before', async (t) => {
  const clock = stopClock(t)
  const { admin, of } = await setUp(t, list)
  await Promise.all(Array.from({ length: 20 }, () => admin.call('GET /services')))
  t.equal(of('services.list').length, 1)
  clock.advance(1000)
  await admin.call('GET /services')
  t.equal(of('services.list').length, 2)
})

t.test('start, stop and restart reach the agent by its own name, and are audited', async (t) => {
  const { admin, of } = await setUp(t, list)
  const { status, body } = await admin.call('POST /services', {
    body: { service: 'spamd', action: 'restart' },
  })
  t.match(
    { status, body },
    {
      status: 200,
      body: { message: 'spamassassin was restarted.', service: { pid: 77, status: 'running' } },
    },
  )
  t.same(of('services.control'), [{ service: 'spamassassin', action: 'restart' }])
  t.match(await admin.call('POST /services', { body: { service: 'postfix', action: 'start' } }), {
    status: 200,
    body: { message: 'postfix is running already.' },
  })
  const { body: audit } = await admin.call('GET /logs', { query: { action: 'service.restart' } })
  t.match(audit.data, [
    {
      action: 'service.restart',
      target: 'spamassassin',
      outcome: 'done',
      before: { status: 'running', pid: 13 },
      after: { status: 'running' },
    },
  ])
})

t.test('what cannot be asked for is refused in words and reaches no agent', async (t) => {
  const { admin, of } = await setUp(t, list)
  const bodies: [unknown, number, string][] = [
    [{ service: 'sshd', action: 'stop' }, 400, 'validation_failed'],
    [{ service: 'postfix', action: 'kill' }, 400, 'validation_failed'],
    [{ service: 'postfix' }, 400, 'validation_failed'],
    [{ service: ['postfix'], action: 'stop' }, 400, 'validation_failed'],
    [{ service: 'postfix', action: 'stop', now: true }, 400, 'validation_failed'],
    [{ service: 'postfix', action: 'stop', confirm: 'yes' }, 400, 'validation_failed'],
    [{ service: 'ceymail-ai-filter', action: 'stop' }, 400, 'use_screening_config'],
    [{ service: 'mariadb', action: 'start' }, 409, 'service_not_installed'],
    [{ service: 'fail2ban', action: 'stop' }, 409, 'service_not_installed'],
  ]
  for (const [payload, status, code] of bodies) {
    const answer = await admin.send({
      method: 'POST',
      url: '/api/services',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(payload),
    })
    t.match([answer.statusCode, answer.json()], [status, { code }], JSON.stringify(payload))
  }
  t.same(of('services.control'), [])
})

t.test('a service that does not come up is answered with its own last words', async (t) => {
  const { admin, answer } = await setUp(t, list)
  const failed = gone('dovecot', 'failed', 'dovecot does not run: it ended with status 89.')
  answer({
    'services.list': () => ({ services: list }),
    'services.control': () => ({
      before: failed,
      service: failed,
      observed: false,
      log: ['doveconf: Fatal: Unknown setting'],
    }),
  })
  const { status, body } = await admin.call('POST /services', {
    body: { service: 'dovecot', action: 'start' },
  })
  t.equal(status, 503)
  t.match(body, {
    code: 'service_failed',
    error: /^dovecot did not come up\. Nothing else was touched\./,
    log: ['doveconf: Fatal: Unknown setting'],
    service: { status: 'failed' },
  })
  const { body: audit } = await admin.call('GET /logs', { query: { action: 'service.start' } })
  t.match(audit.data, [{ target: 'dovecot', outcome: 'failed' }])
})

t.test('what a checker says against a configuration is told, whatever came of it', async (t) => {
  const { admin, answer } = await setUp(t, list)
  const state = running('rsyslog', 4)
  const log = ['rsyslogd: error in line 7', 'rsyslogd: unknown word']
  const control = async (action: 'restart' | 'start', outcome: object) => {
    answer({
      'services.list': () => ({ services: [state] }),
      'services.control': () => ({
        before: state,
        service: state,
        observed: true,
        log,
        ...outcome,
      }),
    })
    return admin.call('POST /services', { body: { service: 'rsyslog', action } })
  }
  t.match(await control('restart', { observed: false, refused: true }), {
    status: 503,
    body: { code: 'service_failed', error: /^rsyslog was not restarted.*runs on/, log },
  })
  const before = gone('rsyslog', 'stopped', 'It was stopped.')
  t.match(await control('start', { before }), {
    status: 200,
    body: { message: /^rsyslog was started\. But its checker.*line 7 · rsyslogd: unknown word$/ },
  })
})

t.test('a stop that cuts the panel off wants to be confirmed', async (t) => {
  const services = [running('mariadb', 5), running('nginx', 6), running('postfix', 7)]
  const { admin, of } = await setUp(t, services, {
    change: (deps) => ({
      ...deps,
      config: {
        ...deps.config,
        publicUrl: new URL('https://panel.example'),
        database: { kind: 'mariadb', url: 'mysql://mc:x@127.0.0.1/mc' },
      },
    }),
    env: { MC_PUBLIC_URL: 'http://localhost' },
  })
  for (const service of ['mariadb', 'nginx'] as const) {
    const { status, body } = await admin.call('POST /services', {
      body: { service, action: 'stop' },
    })
    t.equal(status, 409, service)
    t.match(body, { code: 'cuts_off_panel', consequence: /mc services start/ })
    t.notMatch(JSON.stringify(body), 'mysql://')
  }
  t.same(of('services.control'), [])
  const { body: audit } = await admin.call('GET /logs', { query: { action: 'service.stop' } })
  t.match(audit.data, [
    { target: 'nginx', outcome: 'refused' },
    { target: 'mariadb', outcome: 'refused' },
  ])
  t.equal(audit.total, 2, 'one row each')
  const confirmed = await admin.call('POST /services', {
    body: { service: 'mariadb', action: 'stop', confirm: true },
  })
  t.equal(confirmed.status, 200)
  for (const action of ['start', 'restart'] as const) {
    const { status } = await admin.call('POST /services', { body: { service: 'nginx', action } })
    t.equal(status, 200, `${action} needs no confirmation`)
  }
  const { status } = await admin.call('POST /services', {
    body: { service: 'postfix', action: 'stop' },
  })
  t.equal(status, 200, 'the panel does without Postfix')
})

t.test(
  'an agent that is down is named, and one that goes away leaves the outcome open',
  async (t) => {
    const { admin, answer } = await setUp(t, list)
    answer({})
    t.match(await admin.call('GET /services'), { status: 503, body: { code: 'agent_unavailable' } })
    answer({ 'services.list': () => ({ services: list }) })
    await until('it is asked anew', 60_000, async () => {
      const { status } = await admin.call('GET /services')
      return status === 200
    })
    const { status, body } = await admin.call('POST /services', {
      body: { service: 'postfix', action: 'stop' },
    })
    t.match(
      { status, body },
      { status: 503, body: { code: 'agent_unavailable', error: /not known/ } },
    )
  },
)

t.test('pages hear what changes and nothing else, and only those that may', async (t) => {
  const { app, as, answers, answer, of } = await setUp(t, list)
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const page = await listen(origin, (await as('editor', ['services'])).headers)
  const others: readonly Permission[] = ['queue', 'users']
  const closed = await listen(origin, (await as('editor', others)).headers)
  await page.heard(/event: services\ndata: {"available":true/)
  const told = () => page.text().split('event: services').length - 1
  const looks = of('services.list').length
  await until('it is looked after', 60_000, () => of('services.list').length > looks + 1)
  t.equal(told(), 1, 'nothing has changed')
  answers([gone('postfix', 'failed', 'postfix does not run.'), ...list.slice(1)])
  await until('the page hears of it', 60_000, () =>
    /"name":"postfix","status":"failed"/.test(page.text()),
  )
  answer({})
  await page.heard(/"available":false/)
  t.equal(told(), 3)
  t.notMatch(closed.text(), /event: services/)
  const late = await listen(origin, (await as('admin')).headers, 'services')
  await late.heard(/"available":false/)
  for (const one of [page, closed, late]) one.leave()
  const asked = { times: of('services.list').length, at: Date.now() }
  await until('nobody asks any more', 60_000, () => {
    const times = of('services.list').length
    if (times > asked.times) Object.assign(asked, { times, at: Date.now() })
    return Date.now() - asked.at > 2500
  })
})
