import { execFileSync } from 'node:child_process'
import { chownSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { freshCheckout } from '../../helpers/checkout.ts'
import { startPanel } from '../../helpers/panel.ts'

const NOBODY = 65_534

t.test('without the mail stack the panel runs alone, and not as root', async (t) => {
  const panel = await startPanel(t, { mail: 'none' })
  t.equal((await fetch(`${panel.url}/api/health/ready`)).status, 200)
  const own = panel.processes().find(({ command }) => command.includes('server/bin/api.ts'))
  t.match(readFileSync(`/proc/${own?.pid}/status`, 'utf8'), /^Uid:\s+5001\s+5001\s+5001\s+5001$/m)
  t.notOk(
    panel.processes().some(({ command }) => command.includes('supervisord')),
    'no mail stack was started',
  )
  const pids = panel.processes().map(({ pid }) => pid)
  t.equal(await panel.stop(), 0)
  t.equal(pids.filter((pid) => panel.processes().some((p) => p.pid === pid)).length, 0)
})

t.test('without root the panel starts all the same and says what is absent', async (t) => {
  const checkout = freshCheckout(t, '/tmp', 0o755)
  // Everything is installed and built by root here: nobody has no home for the package managers.
  execFileSync('node', ['deploy/bootstrap.mjs', 'build'], { cwd: checkout, stdio: 'ignore' })
  const stateDir = mkdtempSync('/tmp/mc-nobody-')
  t.teardown(() => rmSync(stateDir, { recursive: true, force: true }))
  chownSync(stateDir, NOBODY, NOBODY)
  const panel = await startPanel(t, { checkout, stateDir, mail: 'sandbox', user: NOBODY })
  t.match(panel.output(), /^Not started as root: the panel starts without its mail stack/m)
  t.match(panel.output(), /^To have it: /m)
  t.not(panel.setupToken, '', 'the set-up link is printed')
  t.equal(statSync(join(stateDir, 'panel')).uid, NOBODY)
  t.equal(statSync(join(stateDir, 'panel')).mode & 0o777, 0o700)
  t.equal(await panel.stop(), 0)
})
