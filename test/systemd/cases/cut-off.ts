import type { BodyOf } from '@mc/shared/contract'
import type { Test } from 'tap'
import { until } from '../../helpers/until.ts'
import { one } from './services.ts'
import { code, type ServiceBed } from './types.ts'

type Name = BodyOf<'POST /services'>['service']

/** Refused with what would follow, and nothing is done. */
const refused = async (
  t: Test,
  bed: ServiceBed,
  service: Name,
  consequence: RegExp,
): Promise<void> => {
  const asked = await bed.callDirect('POST /services', { service, action: 'stop' })
  t.equal(asked.status, 409, JSON.stringify(asked.body))
  t.match(asked.body, { code: 'cuts_off_panel', error: consequence })
  t.match(asked.body.error, `mc services start ${service}`, 'and how it is started again')
  t.equal(await bed.tell(['systemctl', 'is-active', service]), 'active', `${service} runs on`)
}

const confirmed = async (t: Test, bed: ServiceBed, service: Name): Promise<void> => {
  const stop = { service, action: 'stop', confirm: true } as const
  const done = await bed.callDirect('POST /services', stop)
  t.match(done.body, { service: { status: 'stopped' } }, `${service} is stopped once confirmed`)
  t.equal((await bed.try(['systemctl', 'is-active', service])).stdout, 'inactive\n')
}

/** The way back that the refusal names. */
const startedByHand = async (t: Test, bed: ServiceBed, service: Name): Promise<void> => {
  const mc = ['node', 'deploy/bootstrap.mjs', 'mc', 'services', 'start', service]
  const started = await bed.machine.run(mc, { cwd: code, timeout: 180_000 })
  t.match(started, { code: 0, stdout: `${service} was started` }, started.stderr)
}

/** The panel's own database: refused without a word of consent; then the panel names what it lacks. */
const databaseOff = async (t: Test, bed: ServiceBed): Promise<void> => {
  await refused(t, bed, 'mariadb', /keeps its own data in this database/)
  await confirmed(t, bed, 'mariadb')
  const lost = await until('the panel has noticed', 60_000, async () => {
    const answer = await bed.callDirect('GET /domains')
    return answer.status === 503 && answer
  })
  t.match(lost.body, { code: 'database_unavailable', error: /database does not answer/ })
  await startedByHand(t, bed, 'mariadb')
  await until('the panel has its database again', 60_000, async () => {
    const { status } = await bed.call('GET /domains')
    return status === 200
  })
  t.match(await one(bed, 'mariadb'), { status: 'running' })
}

/** The web server that browsers come through; its panel is still there on its own port. */
const doorClosed = async (t: Test, bed: ServiceBed): Promise<void> => {
  const { web } = bed.site
  await refused(t, bed, web, /The panel is reached through this web server/)
  await confirmed(t, bed, web)
  await t.rejects(bed.call('GET /domains'), { message: /ECONNREFUSED/ }, 'nobody comes through it')
  t.equal((await bed.callDirect('GET /domains')).status, 200, 'the panel runs on')
  await startedByHand(t, bed, web)
  t.equal((await bed.call('GET /domains')).status, 200, 'browsers come through it again')
}

/** A stop that takes the panel from whoever asks for it. */
export const cutOff = async (t: Test, bed: ServiceBed): Promise<void> => {
  if (bed.site.database === 'mariadb') await databaseOff(t, bed)
  await doorClosed(t, bed)
}
