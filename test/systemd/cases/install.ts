import type { Test } from 'tap'
import { differences, settingsOf } from './etc.ts'
import { door } from './site.ts'
import { type Bed, code } from './types.ts'

const minute = 60_000
const ours = ['mission-control-agent', 'mission-control', 'mission-control-ingest']

const runInstaller = async ({ machine }: Pick<Bed, 'machine'>): Promise<string> => {
  const command = ['node', 'deploy/bootstrap.mjs', 'install']
  const done = await machine.run(command, { cwd: code, timeout: 15 * minute })
  if (done.code === 0) return done.stdout
  throw new Error(`Not installed: ${done.stderr.slice(-2000)}`)
}

/** @returns address and token of the set-up link */
export const install = async (t: Test, bed: Bed): Promise<{ url: string; token: string }> => {
  // The machine's own resolver, as on a mail server that asks blocklists; nothing else is reachable.
  await bed.tell(['sh', '-c', 'echo nameserver 127.0.0.1 > /etc/resolv.conf'])
  const said = await runInstaller(bed)
  t.match(said, /^ready: http:\/\/127\.0\.0\.1:8080$/m)
  const [, url = '', token = ''] = /^set-up: (http\S+)\/setup#token=(\S+)$/m.exec(said) ?? []
  t.equal(url, door.origin, 'the set-up link is printed, as browsers reach it')
  t.equal(await bed.tell(['systemctl', '--failed', '--no-legend']), '', 'no unit has failed')
  const active = await bed.try(['systemctl', 'is-active', ...ours])
  t.equal(active.stdout, 'active\n'.repeat(ours.length), 'agent, panel and log reader run')
  return { url, token }
}

const mailUnits = ['spamd', 'opendkim', 'spamass-milter', 'dovecot', 'postfix@-', 'postfix']

/** What runs of mail, and since when. */
const running = (bed: Bed): Promise<string> =>
  bed.tell([
    ...['systemctl', 'show', '--property=Id,MainPID,ActiveEnterTimestampMonotonic'],
    ...mailUnits.map((name) => `${name}.service`),
  ])

/** The same command once more, which is how an update is installed: no file changes and mail runs on. */
export const installedTwice = async (t: Test, bed: Bed): Promise<void> => {
  const files = await settingsOf(bed)
  const daemons = await running(bed)
  const backups = await bed.tell(['ls', '/var/backups/mission-control'])
  await runInstaller(bed)
  t.same(differences(files, await settingsOf(bed)), [], 'every file of /etc is as it was')
  t.equal(await running(bed), daemons, 'no mail daemon was stopped')
  t.equal(await bed.tell(['ls', '/var/backups/mission-control']), backups, 'nothing was replaced')
  t.equal((await bed.call('GET /auth/me')).status, 200, 'who was signed in still is')
}

/** Main process of a unit of ours. */
const pidOf = (bed: Bed, unit: string): Promise<string> =>
  bed.tell(['systemctl', 'show', '--value', '--property=MainPID', unit])

const status = async (bed: Bed, unit: string): Promise<Record<string, string>> => {
  const text = await bed.tell(['cat', `/proc/${await pidOf(bed, unit)}/status`])
  return Object.fromEntries(
    text.split('\n').map((line) => {
      const [name = '', ...rest] = line.trim().split(/\s+/)
      return [name.replace(':', ''), rest.join(' ')]
    }),
  )
}

/** Files that the panel's account must not read, whatever the panel's process becomes. */
const closed = [
  '/var/lib/mission-control/agent',
  '/var/lib/mission-control/dkim/keys',
  '/var/lib/mission-control/tls/server.pem',
  '/var/log/mission-control/agent.jsonl',
  '/var/log/mail.log',
  '/var/vmail/store',
  '/etc/postfix/maps/mailboxes.cf',
  '/etc/mission-control/environment',
]

export const confinement = async (t: Test, bed: Bed): Promise<void> => {
  const none = '0000000000000000'
  for (const unit of ['mission-control', 'mission-control-ingest']) {
    const panel = { Uid: '5001 5001 5001 5001', NoNewPrivs: '1', Seccomp: '2', CapBnd: none }
    t.match(await status(bed, unit), panel, `${unit}: no root, no capability, filtered calls`)
  }
  t.equal((await status(bed, 'mission-control')).Groups, '5001', 'the panel is in its own group')
  const adm = (await bed.tell(['getent', 'group', 'adm'])).split(':')[2]
  const { Groups } = await status(bed, 'mission-control-ingest')
  t.equal(Groups, `${adm} 5001`, 'its reader of the log in adm as well')
  const agent = await status(bed, 'mission-control-agent')
  t.match(agent, { Uid: '0 0 0 0', NoNewPrivs: '1', Seccomp: '2' })
  // Neither the machine's modules, clock, devices, network nor other processes: eight capabilities of forty.
  t.equal(agent.CapBnd, '00000000000000ff')
  const asPanel = ['setpriv', '--reuid=5001', '--regid=5001', '--clear-groups']
  for (const path of closed) {
    const read = await bed.try([...asPanel, 'sh', '-c', `ls ${path}/ || cat ${path}`])
    t.match(read.stderr, /cat: .*(Permission denied|Is a directory)/, `${path} is closed`)
    t.equal(read.stdout, '')
  }
  const limits = {
    'mission-control': 2,
    'mission-control-agent': 3.5,
    'mission-control-ingest': 1.5,
  }
  for (const [unit, limit] of Object.entries(limits)) {
    const said = await bed.tell(['systemd-analyze', 'security', '--no-pager', `${unit}.service`])
    const exposure = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(said)?.[1])
    t.ok(exposure <= limit, `systemd-analyze security ${unit}: ${exposure} of 10`)
  }
}
