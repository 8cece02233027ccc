import { appendFileSync, copyFileSync, renameSync, rmSync } from 'node:fs'
import t from 'tap'
import { startMailBed } from '../helpers/mail-bed.ts'
import { launchMc } from '../helpers/mc.ts'
import { type ServiceName, serviceDeeds, serviceNames } from '../helpers/service-deeds.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(600_000)
const bed = await startMailBed(t)
const { panel } = bed
const { stack } = panel.layout
const { services, service, control, runs } = serviceDeeds(bed)
await Promise.all(serviceNames.map(runs))
// The first admin's address goes into the files of Postfix in the background, and would mend them.
await until('the settings are applied', 120_000, async () => {
  const { body } = await bed.call('GET /settings')
  return body.applied === 'applied'
})
// A reload answers before master(8) has read all of its file; after a start it has.
await control('postfix', 'restart')

/** One line each that the daemon's own reader refuses, and what it says then. */
const faults: readonly (readonly [ServiceName, string, string, RegExp])[] = [
  [
    'postfix',
    `${stack.postfix.config}/master.cf`,
    'a line of nonsense\n',
    /bad (transport type|field count)/,
  ],
  ['dovecot', stack.dovecot.file, 'nonsense = yes\n', /[Uu]nknown setting: nonsense/],
  ['opendkim', stack.opendkim.file, 'Nonsense yes\n', /unrecognized parameter/],
  ['unbound', stack.unbound.file, 'nonsense\n', /unknown keyword 'nonsense'/],
]

for (const [name, file, line, words] of faults) {
  t.test(
    `${name} with a broken configuration is left running, does not start and says why`,
    async (t) => {
      const { pid } = await runs(name)
      const others = async () =>
        (await services()).filter((one) => one.name !== name).map(({ pid }) => pid)
      const untouched = await others()
      copyFileSync(file, `${file}.kept`)
      t.teardown(() => rmSync(`${file}.kept`, { force: true }))
      appendFileSync(file, line)
      const refused = await control(name, 'restart')
      t.match(refused, {
        status: 503,
        body: { code: 'service_failed', error: /it runs on as it was/ },
      })
      t.match((refused.body as unknown as { log: string[] }).log.join('\n'), words)
      t.match(await service(name), { status: 'running', pid }, 'the running one was left alone')
      t.match(await control(name, 'stop'), { status: 200 })
      const { status, body } = await control(name, 'start')
      t.equal(status, 503)
      t.match(body, { code: 'service_failed', error: new RegExp(`^${name} did not come up\\.`) })
      const { log } = body as unknown as { log: string[] }
      t.match(log.join('\n'), words)
      t.ok(log.length <= 20)
      t.equal((await service(name)).status, 'failed')
      t.match(await control(name, 'start'), { status: 503 }, 'it is still broken')
      t.same(await others(), untouched, 'nothing else was touched')
      const { body: audit } = await bed.call('GET /logs', { query: { action: 'service.start' } })
      t.match(audit.data[0], { target: name, outcome: 'failed' })
      renameSync(`${file}.kept`, file)
      t.match(await control(name, 'start'), {
        status: 200,
        body: { service: { status: 'running' } },
      })
    },
  )
}

/** One line each that only the checker refuses: the daemon itself starts in spite of it. */
const overlooked: readonly (readonly [ServiceName, string, string, RegExp])[] = [
  ['rsyslog', stack.rsyslog.file, 'nonsense yes\n', /error during parsing file.*line \d/],
  [
    'spamassassin',
    `${stack.spamd.config}/local.cf`,
    'nonsense yes\n',
    /failed to parse line.*nonsense yes/,
  ],
]

for (const [name, file, line, words] of overlooked) {
  t.test(
    `${name} is not restarted with what its checker refuses, and told when it starts`,
    async (t) => {
      const { pid } = await runs(name)
      copyFileSync(file, `${file}.kept`)
      appendFileSync(file, line)
      const { status, body } = await control(name, 'restart')
      t.equal(status, 503)
      t.match(body, { code: 'service_failed', error: /it runs on as it was/, refused: true })
      t.match((body as unknown as { log: string[] }).log.join('\n'), words)
      t.match(await service(name), { status: 'running', pid }, 'the running one was left alone')
      const tool = await launchMc(panel, ['services', 'restart', name])
      t.match(tool, { code: 1, stdout: /it runs on as it was/ })
      t.match(tool.stdout, words)
      t.match(await control(name, 'stop'), { status: 200 })
      const started = await control(name, 'start')
      t.match(started, { status: 200, body: { service: { status: 'running' } } })
      t.match(started.body.message, /was started\. But its checker finds fault/)
      t.match(started.body.message, words)
      renameSync(`${file}.kept`, file)
      t.match(await control(name, 'restart'), {
        status: 200,
        body: { message: `${name} was restarted.` },
      })
    },
  )
}
