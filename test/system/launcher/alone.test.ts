import { execFileSync } from 'node:child_process'
import { chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { freshCheckout } from '../../helpers/checkout.ts'
import { startPanel } from '../../helpers/panel.ts'
import { freePort } from '../../helpers/ports.ts'

const NOBODY = 65_534

t.test('without the mail stack the panel runs alone, and not as root', async (t) => {
  const metrics = `127.0.0.1:${await freePort()}`
  const panel = await startPanel(t, { mail: 'none', env: { MC_METRICS_LISTEN: metrics } })
  t.equal((await fetch(`${panel.url}/api/health/ready`)).status, 200)
  t.match(await (await fetch(`http://${metrics}/metrics`)).text(), /^process_cpu_seconds_total /m)
  t.equal((await fetch(`http://${metrics}/api/health/ready`)).status, 404, 'and nothing else')
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

t.test(
  'on another system than Debian the panel starts all the same and says what is absent',
  async (t) => {
    const folder = mkdtempSync('/tmp/mc-elsewhere-')
    t.teardown(() => rmSync(folder, { recursive: true, force: true }))
    const release = join(folder, 'os-release')
    writeFileSync(release, 'ID=fedora\nVERSION_ID=44\n')
    const pretend = 'mount --bind "$0" /etc/os-release && exec "$@"'
    const under = ['unshare', '--mount', 'sh', '-c', pretend, release]
    const panel = await startPanel(t, { mail: 'sandbox', under })
    t.match(panel.output(), /^This is neither Debian 12 nor 13: the panel starts without its mail/m)
    t.match(panel.output(), /^To have it: start as root on one of them/m)
    t.notOk(panel.processes().some(({ command }) => command.includes('supervisord')))
    t.equal(await panel.stop(), 0)
  },
)
