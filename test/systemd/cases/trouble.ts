import type { Test } from 'tap'
import { control, listWhen, type Name, one } from './services.ts'
import { daemons, type ServiceBed, servicesOf } from './types.ts'

/** systemd starts it again by itself, and the panel saw both. */
const comesBack = async (t: Test, bed: ServiceBed, names: readonly Name[]): Promise<void> => {
  const before = await listWhen(bed, 'all run', (now) =>
    names.every((name) => now.some((one) => one.name === name && one.status === 'running')),
  )
  const pids = new Map(before.map(({ name, pid }) => [name, pid]))
  for (const name of names) await bed.tell(['kill', '-KILL', `${pids.get(name)}`])
  await listWhen(bed, `${names.join(', ')} run again, with other pids`, (now) =>
    names.every((name) =>
      now.some((s) => s.name === name && s.status === 'running' && s.pid !== pids.get(name)),
    ),
  )
  t.pass(`systemd starts ${names.join(', ')} again`)
}

/** What systemd starts again after a kill; nginx's unit has nobody do it, so that is seen and asked for. */
export const killed = async (t: Test, bed: ServiceBed): Promise<void> => {
  const { web, database } = bed.site
  await comesBack(t, bed, [...daemons, 'fail2ban', ...(web === 'apache2' ? [web] : [])])
  if (database === 'mariadb') {
    await comesBack(t, bed, ['mariadb'])
    t.equal((await bed.call('GET /domains')).status, 200, 'and the panel has its database again')
  }
  if (web === 'nginx') {
    await bed.tell(['kill', '-KILL', `${(await one(bed, 'nginx')).pid}`])
    await listWhen(bed, 'the dead one is seen', (now) =>
      now.some(({ name, status, pid }) => name === 'nginx' && status === 'failed' && pid === null),
    )
    t.match((await control(bed, 'nginx', 'restart')).body, { service: { status: 'running' } })
    t.equal((await bed.call('GET /domains')).status, 200, 'browsers come through it again')
  }
}

interface Fault {
  readonly file: string
  readonly line: string
  readonly says: string
}

/** One line each that the daemon's own checker refuses. */
const faults: Partial<Record<Name, Fault>> = {
  postfix: { file: '/etc/postfix/master.cf', line: 'a line of nonsense', says: 'master.cf' },
  dovecot: { file: '/etc/dovecot/dovecot.conf', line: 'nonsense = yes', says: 'nonsense' },
  opendkim: { file: '/etc/opendkim/opendkim.conf', line: 'Nonsense yes', says: 'unrecognized' },
  spamassassin: { file: '/etc/spamassassin/local.cf', line: 'nonsense 1', says: 'nonsense 1' },
  unbound: { file: '/etc/unbound/unbound.conf', line: 'nonsense: 1', says: "'nonsense'" },
  rsyslog: { file: '/etc/rsyslog.conf', line: 'nonsense here(', says: 'rsyslog.conf' },
  fail2ban: { file: '/etc/fail2ban/jail.local', line: 'nonsense', says: 'parsing errors' },
  mariadb: {
    file: '/etc/mysql/mariadb.conf.d/50-server.cnf',
    line: '[mariadbd]\nnonsense = 1',
    says: 'nonsense=1',
  },
  nginx: { file: '/etc/nginx/nginx.conf', line: 'nonsense on;', says: 'nonsense' },
  apache2: { file: '/etc/apache2/apache2.conf', line: 'Nonsense on', says: 'Nonsense' },
}

/** Those whose start was tried with a broken file as well: what they say then is their own last words. */
const tried: readonly Name[] = ['dovecot', 'opendkim', 'unbound', 'fail2ban']

const withFault = async (bed: ServiceBed, { file, line }: Fault, work: () => Promise<void>) => {
  const kept = '/root/kept'
  await bed.tell(['cp', '--archive', file, kept])
  await bed.tell(['sh', '-c', 'printf "\\n%s\\n" "$2" >> "$1"', 'break', file, line])
  try {
    await work()
  } finally {
    await bed.tell(['cp', '--archive', kept, file])
  }
}

/** A file that somebody broke by hand: what runs is left alone, what does not run does not start, each with its why. */
export const broken = async (t: Test, bed: ServiceBed): Promise<void> => {
  for (const name of servicesOf(bed.site)) {
    const fault = faults[name]
    // spamass-milter has no file and no checker.
    if (fault === undefined) continue
    const { pid } = await one(bed, name)
    await withFault(bed, fault, async () => {
      const refused = await control(bed, name, 'restart')
      t.equal(refused.body.code, 'service_failed', JSON.stringify(refused.body))
      t.match(refused.body.error, /it runs on as it was/, `${name} is not restarted`)
      t.match(JSON.stringify(refused.body), fault.says, 'its checker says why')
      t.match(await one(bed, name), { status: 'running', pid }, 'and the running one is the same')
      if (!tried.includes(name)) return
      t.match((await control(bed, name, 'stop')).body, { service: { status: 'stopped' } })
      const failed = await control(bed, name, 'start')
      t.equal(failed.body.code, 'service_failed', `${name} does not start: ${failed.body.error}`)
      t.match(JSON.stringify(failed.body), fault.says, 'in its own words')
      await listWhen(bed, `${name} is shown as failed`, (now) =>
        now.some((service) => service.name === name && service.status === 'failed'),
      )
    })
    const mended = await control(bed, name, tried.includes(name) ? 'start' : 'restart')
    t.match(mended.body, { service: { status: 'running' } }, `${name} starts once it is mended`)
  }
}
