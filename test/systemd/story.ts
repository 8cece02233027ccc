import type { Test } from 'tap'
import { startMachine } from '../helpers/machine.ts'
import { copyMade } from '../helpers/machine-made.ts'
import { panelOf } from '../helpers/machine-panel.ts'
import { absent, queue } from './cases/agent.ts'
import { cutOff } from './cases/cut-off.ts'
import { bothSign } from './cases/dkim.ts'
import { settingsOf } from './cases/etc.ts'
import { confinement, install, installedTwice } from './cases/install.ts'
import { mailFlows, setUp, traced } from './cases/mail.ts'
import { rebooted } from './cases/reboot.ts'
import { controlled, listed } from './cases/services.ts'
import { applied, refused, takenBack } from './cases/settings.ts'
import { door, furnish, settle } from './cases/site.ts'
import { broken, killed } from './cases/trouble.ts'
import { type Bed, code, type ServiceBed } from './cases/types.ts'
import { undone } from './cases/undo.ts'
import type { Site } from './sites.ts'

const bedOn = async (t: Test, site: Site): Promise<Bed> => {
  const machine = await startMachine(site.release, code, site.packages)
  t.teardown(() => machine.stop())
  copyMade(machine, code)
  const panel = panelOf(machine, door)
  return {
    ...panel,
    site,
    try: (command) => machine.run(command),
    tell: async (command) => {
      const { code, stdout, stderr } = await machine.run(command)
      if (code !== 0) throw new Error(`${command.join(' ')}: ${code} ${stderr}`)
      return stdout.trim()
    },
  }
}

/** Services as systemd runs them, seen and controlled through the panel. */
const services = async (t: Test, bed: ServiceBed): Promise<void> => {
  await t.test('services are listed as systemd has them', (t) => listed(t, bed))
  await t.test('kill -9 of each daemon is seen', (t) => killed(t, bed))
  await t.test('stop, start and restart are observed', (t) => controlled(t, bed))
  await t.test('a broken configuration is told and touches nothing that runs', (t) =>
    broken(t, bed),
  )
  await t.test('a stop that cuts off the panel', (t) => cutOff(t, bed))
}

/** A booted Debian with a systemd of its own, from the installation to a reboot; one that served before, back again. */
export const story = async (t: Test, site: Site): Promise<void> => {
  const bed = await bedOn(t, site)
  await furnish(bed)
  const before = await settingsOf(bed)
  await settle(bed)
  const link = await install(t, bed)
  await t.test('root is bounded, the panel has none of it', (t) => confinement(t, bed))
  const token = await setUp(t, bed, link)
  await mailFlows(t, bed, 'after the installation')
  await t.test('the trace of that message', (t) => traced(t, bed))
  await t.test('installed once more', (t) => installedTwice(t, bed))
  await services(t, { ...bed, script: bed.scriptWith(token) })
  await t.test('the queue', (t) => queue(t, bed))
  await t.test('a setting reaches the daemons', (t) => applied(t, bed))
  await t.test('a setting that a checker refuses changes nothing', (t) => refused(t, bed))
  await t.test('a setting that a daemon does not survive is taken back', (t) => takenBack(t, bed))
  await mailFlows(t, bed, 'after all that')
  await t.test('RSA and Ed25519 sign side by side', (t) => bothSign(t, bed))
  await t.test('the agent stops and comes back', (t) => absent(t, bed))
  await t.test('the machine starts again', (t) => rebooted(t, bed))
  await t.test('taken away again', (t) => undone(t, bed, before))
}
