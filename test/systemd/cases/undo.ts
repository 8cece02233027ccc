import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { until } from '../../helpers/until.ts'
import { differences, settingsOf } from './etc.ts'
import type { Bed } from './types.ts'

const guide = join(import.meta.dirname, '../../../deploy/README.md')

/** The commands of the operator's guide, as they stand there. */
const commands = (backup: string): string => {
  const text = readFileSync(guide, 'utf8')
  const [, block = ''] = /^To undo it [^\n]*\n```sh\n(.*?)^```$/ms.exec(text) ?? []
  if (!block.includes('<time>')) throw new Error('The guide no longer says how to undo it')
  return block.replace('<time>.tar.gz', backup)
}

/** @param before /etc as it was before the installation */
export const undone = async (t: Test, bed: Bed, before: readonly string[]): Promise<void> => {
  const backup = await bed.tell(['ls', '/var/backups/mission-control'])
  await bed.machine.run(['sh', '-e', '-c', commands(backup)], { timeout: 180_000 }).then((done) => {
    t.equal(done.code, 0, `the guide's commands: ${done.stderr}`)
  })
  t.same(differences(before, await settingsOf(bed)), [], 'every file of /etc is as it was before')
  const units = await bed.tell([
    'systemctl',
    'list-units',
    '--all',
    '--no-legend',
    'mission-control*',
  ])
  t.equal(units, '', 'no unit of ours is left')
  t.equal(await bed.tell(['systemctl', '--failed', '--no-legend']), '', 'no unit has failed')
  const names = ['postfix', 'dovecot', 'opendkim', 'spamd', 'spamass-milter', 'unbound', 'rsyslog']
  const active = await bed.tell([
    'systemctl',
    'is-active',
    ...names,
    'mariadb',
    'nginx',
    'fail2ban',
  ])
  t.match(active, /^(active\n?){10}$/, 'every daemon runs')
  const hello = 'exec 3<>/dev/tcp/127.0.0.1/25; head -n 1 <&3'
  const greeting = await until('Postfix greets', 60_000, async () => {
    const { stdout } = await bed.try(['timeout', '5', 'bash', '-c', hello])
    return stdout !== '' && stdout
  })
  t.match(greeting, '220 the old server', 'with its own words')
}
