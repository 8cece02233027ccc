import type { Test } from 'tap'
import { startMachine } from '../helpers/machine.ts'
import type { Release } from '../helpers/machine-boot.ts'
import { copyMade } from '../helpers/machine-made.ts'
import { panelOf } from '../helpers/machine-panel.ts'
import { absent, queue } from './cases/agent.ts'
import { confinement, install } from './cases/install.ts'
import { mailFlows, setUp, traced } from './cases/mail.ts'
import { rebooted } from './cases/reboot.ts'
import { broken, controlled, killed, listed } from './cases/services.ts'
import { applied, refused, takenBack } from './cases/settings.ts'
import { type Bed, code } from './cases/types.ts'

const bedOn = async (t: Test, release: Release): Promise<Bed> => {
  const machine = await startMachine(release, code)
  t.teardown(() => machine.stop())
  copyMade(machine, code)
  return {
    ...panelOf(machine),
    try: (command) => machine.run(command),
    tell: async (command) => {
      const { code, stdout, stderr } = await machine.run(command)
      if (code !== 0) throw new Error(`${command.join(' ')}: ${code} ${stderr}`)
      return stdout.trim()
    },
  }
}

/** A booted Debian with a systemd of its own, from the installation to a reboot. */
export const story = async (t: Test, release: Release): Promise<void> => {
  const bed = await bedOn(t, release)
  const link = await install(t, bed)
  await t.test('root is bounded, the panel has none of it', (t) => confinement(t, bed))
  await setUp(t, bed, link)
  await mailFlows(t, bed, 'after the installation')
  await t.test('the trace of that message', (t) => traced(t, bed))
  await t.test('services are listed as systemd has them', (t) => listed(t, bed))
  await t.test('kill -9 of each daemon is seen', (t) => killed(t, bed))
  await t.test('stop, start and restart are observed', (t) => controlled(t, bed))
  await t.test('a daemon with a broken configuration says why it fails', (t) => broken(t, bed))
  await t.test('the queue', (t) => queue(t, bed))
  await t.test('a setting reaches the daemons', (t) => applied(t, bed))
  await t.test('a setting that a checker refuses changes nothing', (t) => refused(t, bed))
  await t.test('a setting that a daemon does not survive is taken back', (t) => takenBack(t, bed))
  await mailFlows(t, bed, 'after all that')
  await t.test('the agent stops and comes back', (t) => absent(t, bed))
  await t.test('the machine starts again', (t) => rebooted(t, bed))
}
