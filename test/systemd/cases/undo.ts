import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { until } from '../../helpers/until.ts'
import { differences, settingsOf } from './etc.ts'
import { type Bed, code, servicesOf } from './types.ts'

/** The commands of the operator's guide that belongs to what is installed, as they stand there. */
const commands = ({ machine }: Bed, backup: string): string => {
  const text = readFileSync(join(machine.root(), code, 'deploy/README.md'), 'utf8')
  const [, block = ''] = /^To undo it [^\n]*\n```sh\n(.*?)^```$/ms.exec(text) ?? []
  if (!block.includes('<time>')) throw new Error('The guide no longer says how to undo it')
  return block.replace('<time>.tar.gz', backup)
}

/** What runs once the panel is gone, by the names of its units. */
const units = ({ site }: Bed): string[] =>
  servicesOf(site).map((name) => (name === 'spamassassin' ? 'spamd' : name))

/** The server that stood here before is back with all that was its own. */
const asBefore = async (t: Test, bed: Bed, before: readonly string[]): Promise<void> => {
  t.same(differences(before, await settingsOf(bed)), [], 'every file of /etc is as it was before')
  const hello = 'exec 3<>/dev/tcp/127.0.0.1/25; head -n 1 <&3'
  const greeting = await until('Postfix greets', 60_000, async () => {
    const { stdout } = await bed.try(['timeout', '5', 'bash', '-c', hello])
    return stdout !== '' && stdout
  })
  t.match(greeting, '220 the old server', 'Postfix greets with its own words')
}

/** @param before /etc as it was before the installation */
export const undone = async (t: Test, bed: Bed, before: readonly string[]): Promise<void> => {
  const backup = await bed.tell(['ls', '/var/backups/mission-control'])
  const shell = ['sh', '-e', '-c', commands(bed, backup)]
  const done = await bed.machine.run(shell, { timeout: 180_000 })
  t.equal(done.code, 0, `the guide's commands: ${done.stderr}`)
  const list = ['systemctl', 'list-units', '--all', '--no-legend', 'mission-control*']
  t.equal(await bed.tell(list), '', 'no unit of ours is left')
  t.equal(await bed.tell(['systemctl', '--failed', '--no-legend']), '', 'no unit has failed')
  for (const unit of units(bed)) {
    t.equal((await bed.try(['systemctl', 'is-active', unit])).stdout, 'active\n', `${unit} runs`)
  }
  // On a new machine the packages came with the installation, and their files with them.
  if (bed.site.serves) await asBefore(t, bed, before)
}
