// The files of an installation and the layout name the same places: nothing but this test ties them together.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemdLayout } from '@mc/server/layout/systemd.ts'
import t from 'tap'

const folder = join(import.meta.dirname, '../../deploy/systemd')
const read = (path: string): string => readFileSync(join(folder, path), 'utf8')
const state = '/var/lib/mission-control'
const { agent, mail, panel, services, stack } = systemdLayout(state)

/** Values of a setting that may stand several times. */
const values = (unit: string, name: string): string[] =>
  [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].flatMap(([, value = '']) =>
    value.split(' ').filter(Boolean),
  )

t.test('spamd and its milter meet on the socket that the layout names', async (t) => {
  const { socket, home } = stack.spamd
  t.match(read('etc/default/spamd'), `--socketpath=${socket} `)
  t.match(read('etc/default/spamd'), `-u ${stack.users.spamd} -H ${home} `)
  t.match(read('etc/default/spamass-milter'), `-U ${socket}"`)
  const guard = stack.folders.find(({ path }) => socket === join(path, 'spamd.sock'))
  const { path, mode, owner, group } = guard ?? {}
  const line = `d ${path} 0${mode?.toString(8)} ${owner} ${group} -`
  t.match(read('etc/tmpfiles.d/mission-control.conf'), line)
})

t.test('the second signer comes with the first, while there is a key for it', async (t) => {
  const { file, signingTable } = stack.ed25519Signer
  const name = services.find((one) => one.name === 'opendkim')?.helper?.units[0] ?? ''
  const unit = read(`etc/systemd/system/${name}`)
  t.match(unit, `\nExecStart=${stack.daemons.opendkim} -f -x ${file}\n`)
  t.same(values(unit, 'ConditionFileNotEmpty'), [signingTable])
  t.same(values(unit, 'PartOf'), ['opendkim.service'])
  t.same(values(read('etc/systemd/system/opendkim.service.d/mission-control.conf'), 'Wants'), [
    name,
  ])
})

t.test('accounts have the numbers that the layout gives them', async (t) => {
  const accounts = read('etc/sysusers.d/mission-control.conf')
  t.match(accounts, `u vmail ${mail.uid}:${mail.gid} `)
  t.match(accounts, `u panel ${panel.uid}:${panel.gid} `)
})

t.test(
  'the agent may write what the layout has it write, and no more of the machine',
  async (t) => {
    const unit = read('mission-control-agent.service')
    const open = [...values(unit, 'ReadWritePaths'), state]
    const written = [
      ...stack.folders.map(({ path }) => path),
      ...[stack.postfix.config, stack.dovecot.config, stack.opendkim.config, stack.spamd.config],
      ...[stack.staged, stack.tls.dir, mail.store, mail.trash, agent.dir],
    ]
    const outside = written.filter(
      (path) => !open.some((o) => path === o || path.startsWith(`${o}/`)),
    )
    t.same(outside, [])
    t.same(values(unit, 'RuntimeDirectory'), [agent.socketDir.replace('/run/', '')])
    t.match(agent.journal, `/var/log/${values(unit, 'LogsDirectory')[0]}/`)
    t.notOk(open.includes('/etc'), '/etc itself is closed')
  },
)

t.test('panel and log reader run without root, and every unit lets V8 have its keys', async (t) => {
  for (const name of ['mission-control.service', 'mission-control-ingest.service']) {
    const unit = read(name)
    t.same(values(unit, 'User'), ['panel'])
    t.same(values(unit, 'CapabilityBoundingSet'), [])
    t.same(values(unit, 'NoNewPrivileges'), ['yes'])
    t.same(values(unit, 'ProtectSystem'), ['strict'])
  }
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.service'))) {
    t.match(values(read(name), 'SystemCallFilter'), ['@system-service', '@pkey'], name)
  }
  t.same(values(read('mission-control.service'), 'SupplementaryGroups'), [])
  t.same(values(read('mission-control-ingest.service'), 'SupplementaryGroups'), ['adm'])
})
