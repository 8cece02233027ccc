import type { Service } from '@mc/shared/contract'
import type { Test } from 'tap'
import { until } from '../../helpers/until.ts'
import { type ServiceBed, servicesOf } from './types.ts'

export type Name = Service['name']

/** Every service as a script sees it that needs no web server; undefined while the panel lacks its database. */
const listNow = async (bed: ServiceBed): Promise<readonly Service[] | undefined> => {
  const { status, body } = await bed.script('GET /services')
  return status === 200 && Array.isArray(body) ? body : undefined
}

/** The list as soon as it can be had and is as wanted. */
export const listWhen = (
  bed: ServiceBed,
  what: string,
  wanted: (services: readonly Service[]) => boolean,
): Promise<readonly Service[]> =>
  until(what, 90_000, async () => {
    const now = await listNow(bed)
    return now && wanted(now) && now
  })

export const one = async (bed: ServiceBed, name: Name): Promise<Service> => {
  const found = (await listNow(bed))?.find((service) => service.name === name)
  if (!found) throw new Error(`${name} is not listed`)
  return found
}

export const control = (bed: ServiceBed, service: Name, action: 'start' | 'stop' | 'restart') =>
  bed.script('POST /services', { service, action })

/** Name of each daemon's main process. */
const processes: Partial<Record<Name, string>> = {
  postfix: 'master',
  spamassassin: 'spamd',
  mariadb: 'mariadbd',
  rsyslog: 'rsyslogd',
}

/** Everything of the reference's list is there: as systemd has it, or said to be absent. */
export const listed = async (t: Test, bed: ServiceBed): Promise<void> => {
  const { site } = bed
  const names = servicesOf(site)
  const services = await listWhen(bed, 'all run', (now) =>
    names.every((name) => now.some((one) => one.name === name && one.status === 'running')),
  )
  for (const name of names) {
    const service = services.find((entry) => entry.name === name)
    t.equal(service?.detail, '', `${name} runs`)
    const { stdout } = await bed.try(['ps', '-o', 'args=', '-p', `${service?.pid}`])
    t.match(stdout, processes[name] ?? name, `${name}: its pid is the daemon's`)
    t.ok((service?.memory_bytes ?? 0) > 500_000, `${name}: memory ${service?.memory_bytes}`)
  }
  t.same(
    services.filter(({ status }) => status === 'not_installed').map(({ name }) => name),
    [...(site.database === 'mariadb' ? [] : ['mariadb']), 'ceymail-ai-filter'],
    'what is not here is said to be so, and one web server stands for both',
  )
}

/** Those that the panel can do without are stopped and started, all of them restarted. */
export const controlled = async (t: Test, bed: ServiceBed): Promise<void> => {
  const { web, database } = bed.site
  for (const name of servicesOf(bed.site)) {
    const { pid } = await one(bed, name)
    if (name !== web && name !== database) {
      const stop = await control(bed, name, 'stop')
      t.match(stop.body, { service: { status: 'stopped', pid: null } }, `${name} is stopped`)
      t.equal((await bed.try(['kill', '-0', `${pid}`])).code, 1, 'its process has ended')
      t.match(await one(bed, name), { status: 'stopped' }, 'it stays stopped')
      const start = await control(bed, name, 'start')
      t.match(start.body, { service: { status: 'running' } }, `${name} is started`)
    }
    const restart = await control(bed, name, 'restart')
    t.match(restart.body, { service: { status: 'running' } }, `${name} is restarted`)
    t.not((await one(bed, name)).pid, pid, 'with another pid')
  }
}
