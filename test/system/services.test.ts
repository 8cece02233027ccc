import { appendFileSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import type { EventData, Service } from '@mc/shared/contract'
import t from 'tap'
import { MAIL_PASSWORD, startMailBed } from '../helpers/mail-bed.ts'
import { launchMc } from '../helpers/mc.ts'
import {
  mainProcesses,
  type ServiceName,
  serviceDeeds,
  serviceNames,
} from '../helpers/service-deeds.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(600_000)
const bed = await startMailBed(t)
const { panel } = bed
const { stack } = panel.layout
const { services, service, control, runs } = serviceDeeds(bed)

/** The states of one service that a page has heard so far. */
const heard = (text: string, name: ServiceName) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('data: {"available"'))
    .flatMap((line) => (JSON.parse(line.slice(6)) as EventData['services']).services)
    .filter((one) => one.name === name)

t.test('every service of the list says what it is, as this machine sees it', async (t) => {
  await Promise.all(serviceNames.map(runs))
  const all = await services()
  t.same(
    all.map(({ name }) => name),
    [
      ...['postfix', 'dovecot', 'mariadb', 'opendkim', 'spamassassin', 'spamass-milter'],
      ...['nginx', 'unbound', 'rsyslog', 'ceymail-ai-filter'],
    ],
  )
  for (const name of serviceNames) {
    const { pid, memory_bytes, uptime_formatted } = await service(name)
    t.equal(
      readFileSync(`/proc/${pid}/comm`, 'utf8').trim(),
      mainProcesses[name],
      `${name} is ${pid}`,
    )
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const own = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024
    t.ok(memory_bytes > own * 0.8 && memory_bytes < 2 ** 30, `${name} has ${memory_bytes} bytes`)
    t.match(uptime_formatted, /^\d+m$/)
  }
  for (const { name, status, pid, detail } of all) {
    if (serviceNames.some((known) => known === name)) continue
    t.match({ status, pid }, { status: 'not_installed', pid: null }, name)
    t.match(detail, /\w\.$/, detail)
  }
})

for (const name of serviceNames) {
  t.test(`${name} that is killed comes back, and every page hears of it`, async (t) => {
    const before = await runs(name)
    const page = await bed.listen('services')
    await page.heard(/"available":true/)
    const since = Date.now()
    process.kill(before.pid ?? 0, 'SIGKILL')
    await until('the page hears that it is gone', 10_000, () =>
      heard(page.text(), name).some(({ pid }) => pid !== before.pid),
    )
    t.comment(`heard after ${Date.now() - since} ms`)
    await until('the page hears that it is back', 60_000, () => {
      const last = heard(page.text(), name).at(-1)
      return last?.status === 'running' && last.pid !== before.pid
    })
    page.leave()
  })

  t.test(`${name} is stopped, started and restarted, each as it was observed`, async (t) => {
    const before = await runs(name)
    const stopped = await control(name, 'stop')
    t.match(stopped, { status: 200, body: { service: { status: 'stopped', pid: null } } })
    t.throws(() => statSync(`/proc/${before.pid}`), 'its process is gone')
    t.match(await control(name, 'stop'), { status: 200, body: { message: /already/ } })
    t.match(await service(name), { status: 'stopped', memory_bytes: 0, uptime_seconds: 0 })
    const started = await control(name, 'start')
    t.match(started, { status: 200, body: { service: { status: 'running' } } })
    const { pid } = started.body.service
    t.equal(readFileSync(`/proc/${pid}/comm`, 'utf8').trim(), mainProcesses[name])
    t.match(await control(name, 'start'), { status: 200, body: { service: { pid } } })
    const restarted = await control(name, 'restart')
    t.match(restarted, { status: 200, body: { service: { status: 'running' } } })
    t.not(restarted.body.service.pid, pid)
    const { body } = await bed.call('GET /logs', { query: { action: 'service.restart' } })
    t.match(body.data[0], {
      target: name,
      outcome: 'done',
      before: { status: 'running', pid },
      after: { status: 'running' },
    })
  })
}

t.test('a milter that cannot make its socket says so', async (t) => {
  const { socket } = stack.spamassMilter
  const folder = socket.slice(0, socket.lastIndexOf('/'))
  await runs('spamass-milter')
  t.match(await control('spamass-milter', 'stop'), { status: 200 })
  renameSync(folder, `${folder}.kept`)
  const { status, body } = await control('spamass-milter', 'start')
  t.equal(status, 503)
  t.match((body as unknown as { log: string[] }).log.join('\n'), /\w/)
  renameSync(`${folder}.kept`, folder)
  t.match(await control('spamass-milter', 'start'), { status: 200 })
})

t.test('what was stopped stays so when the agent comes back, and says so', async (t) => {
  t.match(await control('spamassassin', 'stop'), { status: 200 })
  const page = await bed.listen('services')
  await page.heard(/"available":true/)
  await panel.supervisor.stop('agent')
  await page.heard(/"available":false/)
  const down = await until('the agent is missed', 5000, async () => {
    const answer = await bed.call('GET /services')
    return answer.status === 503 && answer
  })
  t.match(down.body, { code: 'agent_unavailable', error: /does not answer/ })
  t.match(await control('postfix', 'restart'), { status: 503, body: { code: 'agent_unavailable' } })
  t.match(await bed.call('GET /domains'), { status: 200 }, 'everything else works')
  await panel.supervisor.start('agent')
  await until('the services are known again', 30_000, async () => {
    const { status } = await bed.call('GET /services')
    return status === 200
  })
  await until('the page hears it', 5000, () =>
    /"available":true.*"available":false.*"available":true/s.test(page.text()),
  )
  page.leave()
  t.match(await service('spamassassin'), { status: 'stopped' })
  t.match(await control('spamassassin', 'start'), { status: 200 })
})

/** What another process did is seen within the second that a list of services may be old. */
const becomes = (name: ServiceName, status: Service['status']) =>
  until(`${name} is ${status}`, 60_000, async () => (await service(name)).status === status)

t.test('the command line does the same', async (t) => {
  const listed = await launchMc(panel, ['services', '--json'])
  t.equal(listed.code, 0, listed.stderr)
  const rows = JSON.parse(listed.stdout) as Service[]
  t.equal(rows.find(({ name }) => name === 'unbound')?.pid, (await service('unbound')).pid)
  t.match(await launchMc(panel, ['services', 'stop', 'spamd']), {
    code: 0,
    stdout: /^spamassassin was stopped\.$/m,
  })
  t.ok(await becomes('spamassassin', 'stopped'))
  t.match(await launchMc(panel, ['services', 'start', 'spamassassin']), { code: 0 })
  t.ok(await becomes('spamassassin', 'running'))
  appendFileSync(stack.unbound.file, 'nonsense\n')
  const broken = await launchMc(panel, ['services', 'restart', 'unbound'])
  t.match(broken, { code: 1, stdout: /runs on as it was.*unknown keyword 'nonsense'/s })
  writeFileSync(
    stack.unbound.file,
    readFileSync(stack.unbound.file, 'utf8').replace(/nonsense\n$/, ''),
  )
  t.match(await launchMc(panel, ['services', 'restart', 'unbound']), { code: 0 })
  t.match(await control('unbound', 'stop'), { status: 200 })
  const env = { ...panel.again.env, MC_DATABASE_URL: 'mysql://mc:x@127.0.0.1:1/mc' }
  const away = { ...panel, again: { ...panel.again, env } }
  t.match(
    await launchMc(away, ['services', 'stop', 'postfix']),
    { code: 1, stderr: /database does not answer; nothing was changed/ },
    'without its database the panel does nothing',
  )
  t.match(
    await launchMc(away, ['services', 'start', 'unbound']),
    { code: 0, stdout: /unbound was started/ },
    'but starts what may be that database',
  )
  t.match(await launchMc(panel, ['services', 'stop', 'sshd']), {
    code: 1,
    stderr: /no service sshd.*postfix/,
  })
  const { body } = await bed.call('GET /logs', { query: { action: 'service.stop' } })
  t.match(
    body.data.filter(({ actor }) => actor === 'cli'),
    [{ target: 'spamassassin', outcome: 'done' }],
  )
})

t.test('a viewer controls nothing', async (t) => {
  const { body } = await bed.call('POST /accounts', {
    body: {
      username: 'looker',
      email: 'looker@elsewhere.example',
      password: MAIL_PASSWORD,
      role: 'viewer',
      permissions: [],
    },
  })
  t.ok(body.id)
  const before = await service('postfix')
  const login = await fetch(`${panel.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'looker', password: MAIL_PASSWORD }),
  })
  const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const answer = await fetch(`${panel.url}/api/services`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ service: 'postfix', action: 'stop' }),
  })
  t.equal(answer.status, 403)
  t.equal((await service('postfix')).pid, before.pid)
})
