import type { Service } from '@mc/shared/contract'
import type { Test } from 'tap'
import { until } from '../../helpers/until.ts'
import { type Bed, daemons } from './types.ts'

type Name = Service['name']

const list = async (bed: Bed): Promise<readonly Service[]> => {
  const { status, body } = await bed.call('GET /services')
  if (status !== 200 || !Array.isArray(body)) throw new Error(`GET /services: ${status}`)
  return body
}

const one = async (bed: Bed, name: Name): Promise<Service> => {
  const found = (await list(bed)).find((service) => service.name === name)
  if (!found) throw new Error(`${name} is not listed`)
  return found
}

/** Name of each daemon's main process. */
const processes: Readonly<Record<(typeof daemons)[number], string>> = {
  postfix: 'master',
  dovecot: 'dovecot',
  opendkim: 'opendkim',
  spamassassin: 'spamd',
  'spamass-milter': 'spamass-milter',
  unbound: 'unbound',
  rsyslog: 'rsyslogd',
}

export const listed = async (t: Test, bed: Bed): Promise<void> => {
  const services = await list(bed)
  for (const name of daemons) {
    const service = services.find((entry) => entry.name === name)
    t.match(service, { status: 'running', detail: '' }, `${name} runs`)
    const { stdout } = await bed.try(['ps', '-o', 'args=', '-p', `${service?.pid}`])
    t.match(stdout, processes[name], `${name}: its pid is the daemon's`)
    t.ok((service?.memory_bytes ?? 0) > 500_000, `${name}: memory ${service?.memory_bytes}`)
  }
  for (const name of ['mariadb', 'nginx']) {
    t.match(
      services.find((entry) => entry.name === name),
      { status: 'not_installed', pid: null },
    )
  }
}

/** What systemd starts again by itself after a kill, and the one that an init script starts, which nobody does. */
export const killed = async (t: Test, bed: Bed): Promise<void> => {
  const before = await list(bed)
  const pids = new Map(before.map(({ name, pid }) => [name, pid]))
  for (const name of daemons) await bed.tell(['kill', '-KILL', `${pids.get(name)}`])
  const again = daemons.filter((name) => name !== 'spamass-milter')
  await until('all but one run again', 30_000, async () => {
    const now = await list(bed)
    return again.every((name) =>
      now.some((s) => s.name === name && s.status === 'running' && s.pid !== pids.get(name)),
    )
  })
  t.pass('systemd starts the daemons again, with other pids')
  t.match(await one(bed, 'spamass-milter'), { status: 'failed', pid: null }, 'the dead one is seen')
  const restarted = await bed.call('POST /services', {
    service: 'spamass-milter',
    action: 'restart',
  })
  t.equal(restarted.status, 200, JSON.stringify(restarted.body))
  t.match(await one(bed, 'spamass-milter'), { status: 'running' })
}

export const controlled = async (t: Test, bed: Bed): Promise<void> => {
  const stop = await bed.call('POST /services', { service: 'dovecot', action: 'stop' })
  t.match(stop.body, { service: { status: 'stopped', pid: null } }, 'stopped')
  t.equal((await bed.try(['ss', '-Hltn', 'sport = :993'])).stdout, '', 'and nothing listens')
  t.match(await one(bed, 'dovecot'), { status: 'stopped' }, 'it stays stopped')
  const start = await bed.call('POST /services', { service: 'dovecot', action: 'start' })
  t.match(start.body, { service: { status: 'running' } }, 'started')
  t.match((await bed.try(['ss', '-Hltn', 'sport = :993'])).stdout, '993', 'and it listens')
  const { pid } = await one(bed, 'opendkim')
  const restart = await bed.call('POST /services', { service: 'opendkim', action: 'restart' })
  t.match(restart.body, { service: { status: 'running' } }, 'restarted')
  t.not((await one(bed, 'opendkim')).pid, pid, 'with another pid')
}

/** A file that somebody broke by hand: the start fails, and the daemon's own words say why. */
export const broken = async (t: Test, bed: Bed): Promise<void> => {
  const cases = [
    {
      service: 'dovecot',
      file: '/etc/dovecot/dovecot.conf',
      line: 'nonsense = yes',
      says: 'nonsense',
    },
    {
      service: 'opendkim',
      file: '/etc/opendkim/opendkim.conf',
      line: 'Nonsense yes',
      says: 'unrecognized parameter',
    },
  ] as const
  for (const { service, file, line, says } of cases) {
    await bed.tell(['sh', '-c', `cp -a ${file} /root/kept && echo '${line}' >> ${file}`])
    const failed = await bed.call('POST /services', { service, action: 'restart' })
    t.equal(failed.body.code, 'service_failed', JSON.stringify(failed.body))
    t.match(JSON.stringify(failed.body), says, `${service} says why in its own words`)
    t.match(await one(bed, service), { status: 'failed' })
    await bed.tell(['sh', '-c', `cp -a /root/kept ${file}`])
    const mended = await bed.call('POST /services', { service, action: 'start' })
    t.match(mended.body, { service: { status: 'running' } }, `${service} starts once it is mended`)
  }
}
