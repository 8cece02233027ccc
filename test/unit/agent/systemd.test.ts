// What systemctl shows of units, as recorded on booted machines of both releases.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  parseUnits,
  pickUnit,
  type ShownUnit,
  toInfo,
} from '@mc/server/agent/managers/systemd-units.ts'
import { systemdLayout } from '@mc/server/layout/systemd.ts'
import t from 'tap'

const { services } = systemdLayout('/var/lib/mission-control')
const recorded = (name: string): readonly ShownUnit[] =>
  parseUnits(readFileSync(join(import.meta.dirname, `fixtures/systemctl-show-${name}.txt`), 'utf8'))

const unitOf = (shown: readonly ShownUnit[], program: string): ShownUnit | undefined =>
  pickUnit(shown, services.find((service) => service.program === program)?.units ?? [])

const second = 1_000_000
/** The program as the agent tells it, ten seconds after it came up. */
const infoOf = (
  shown: readonly ShownUnit[],
  program: string,
  processes: { readonly pid: number; readonly memory: number },
) => {
  const unit = unitOf(shown, program)
  if (!unit) throw new Error(`${program} has no unit`)
  const now = Number(unit.ActiveEnterTimestampMonotonic) + 10 * second
  return toInfo(program, unit, processes, now)
}
const alive = { pid: 77, memory: 4096 }
const empty = { pid: 0, memory: 0 }

t.test('the unit of a service, whatever the release calls it', async (t) => {
  const names = (release: string) =>
    ['postfix', 'dovecot', 'spamd', 'spamass-milter', 'mariadb'].map(
      (program) => unitOf(recorded(release), program)?.Id,
    )
  const same = ['dovecot.service', 'spamd.service', 'spamass-milter.service', undefined]
  t.same(names('12-running'), ['postfix@-.service', ...same])
  t.same(names('13-running'), ['postfix.service', ...same])
})

for (const release of ['12', '13']) {
  t.test(`Debian ${release}`, async (t) => {
    const running = recorded(`${release}-running`)
    for (const program of [
      'postfix',
      'dovecot',
      'opendkim',
      'spamd',
      'spamass-milter',
      'unbound',
    ]) {
      const info = { name: program, state: 'running', pid: 77, uptime: 10, reason: '' }
      t.same(infoOf(running, program, alive), info, program)
    }
    const trouble = recorded(`${release}-trouble`)
    t.match(
      infoOf(trouble, 'opendkim', empty),
      { state: 'failed', pid: 0, uptime: 0, reason: 'it could not be started' },
      'a start that failed again and again',
    )
    t.match(
      infoOf(trouble, 'spamass-milter', empty),
      { state: 'failed', pid: 0, uptime: 0, reason: 'its processes have ended' },
      'an init script that is "active (exited)" because its daemon was killed',
    )
    t.match(infoOf(trouble, 'unbound', alive), { state: 'running', reason: '' }, 'masked meanwhile')
  })
}

t.test('a stop that was asked for, and one that the daemon did not survive', async (t) => {
  const stopped = infoOf(recorded('12-trouble'), 'dovecot', empty)
  t.match(stopped, { state: 'stopped', reason: 'it was stopped' })
  const died = infoOf(recorded('13-trouble'), 'dovecot', empty)
  t.match(died, { state: 'failed', reason: 'it was killed' })
})

t.test('states on the way', async (t) => {
  const [unit] = recorded('13-running').filter(({ Id }) => Id === 'dovecot.service')
  if (!unit) throw new Error('not recorded')
  const as = (change: Partial<ShownUnit>, processes = alive) =>
    toInfo('dovecot', { ...unit, ...change }, processes, 0)
  t.match(as({ ActiveState: 'activating', SubState: 'start', NRestarts: '0' }), {
    state: 'starting',
  })
  t.match(as({ ActiveState: 'activating', SubState: 'auto-restart', Result: 'signal' }, empty), {
    state: 'failed',
    reason: 'it was killed, and is tried again by itself',
  })
  t.match(
    as({ ActiveState: 'activating', SubState: 'start', NRestarts: '3' }),
    { state: 'failed' },
    'it has not come up until it has stayed',
  )
  t.match(as({ ActiveState: 'deactivating' }), { state: 'stopping', uptime: 0 })
  t.match(
    as({
      ActiveState: 'deactivating',
      Result: 'exit-code',
      ExecMainCode: '1',
      ExecMainStatus: '1',
    }),
    { state: 'failed', reason: 'it ended with status 1' },
    'it has ended by itself',
  )
  t.match(as({ ActiveState: 'reloading' }), { state: 'running' })
  t.match(
    as({ MainPID: '0' }, { pid: 0, memory: 4096 }),
    { state: 'failed' },
    'workers whose master is gone are no daemon',
  )
  t.match(as({ ActiveState: 'failed', Result: 'start-limit-hit' }, empty), {
    reason: /again and again/,
  })
  t.match(
    as({ ActiveState: 'failed', Result: 'exit-code', ExecMainCode: '1', ExecMainStatus: '89' }),
    {
      reason: 'it ended with status 89',
    },
  )
  t.match(as({ ActiveState: 'inactive', LoadState: 'masked' }, empty), {
    state: 'stopped',
    reason: /systemctl unmask/,
  })
})

t.test('properties come in any order, values may hold an equals sign', async (t) => {
  const [first, second] = parseUnits('Type=simple\nId=a=b.service\n\n\nId=c.service\n')
  t.match(first, { Id: 'a=b.service', Type: 'simple', MainPID: '' })
  t.match(second, { Id: 'c.service' })
  t.same(parseUnits('\n'), [])
})
