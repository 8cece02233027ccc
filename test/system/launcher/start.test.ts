import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { freshCheckout } from '../../helpers/checkout.ts'
import { isGone, result } from '../../helpers/child.ts'
import { launch, type PanelOptions, startPanel } from '../../helpers/panel.ts'
import { until } from '../../helpers/until.ts'

/** Real user id of a process. */
const uidOf = (pid: number): number =>
  Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])

const environmentOf = (pid: number): string => readFileSync(`/proc/${pid}/environ`, 'utf8')

t.test('one command on a clean clone in a closed folder with spaces in its name', async (t) => {
  const checkout = freshCheckout(t, '/root', 0o700)
  const secret = 'a-token-that-nobody-may-see'
  const panel = await startPanel(t, {
    checkout,
    by: 'npm',
    stateDir: join(checkout, 'var'),
    patience: 300_000,
    env: { MC_SETUP_TOKEN: secret },
  })

  t.equal(statSync(dirname(checkout)).mode & 0o777, 0o700, 'nothing above was opened')
  t.equal(statSync('/root').mode & 0o777, 0o700, 'nor its parent')
  t.equal(panel.setupToken, secret, 'the set-up link has the token')
  t.match(panel.output(), /^from a machine with a browser: ssh -L \d+:127\.0\.0\.1:\d+ root@\S+$/m)
  t.equal((await fetch(`${panel.url}/setup`)).status, 200, 'the page is served')
  const ports = JSON.parse(readFileSync(join(panel.stateDir, 'sandbox/ports.json'), 'utf8'))
  const sink = panel.layout.stack.surroundings?.sinkPort
  t.same(ports, { ...panel.ports, sink }, 'ports.json has every port as a number')
  t.ok(
    Object.values(panel.ports).every((port) => port < 32_768),
    'none is one that outgoing connections take',
  )

  const processes = panel.processes()
  const find = (part: string) => processes.find(({ command }) => command.includes(part))?.pid ?? 0
  t.equal(uidOf(find('server/bin/api.ts')), 5001, 'the panel is not root')
  t.equal(uidOf(find('server/bin/agent.ts')), 0, 'the agent is')
  for (const daemon of ['opendkim', 'dovecot', 'postfix/sbin/master', 'unbound', 'spamd']) {
    const pid = find(daemon)
    t.ok(pid, `${daemon} runs`)
    t.notMatch(environmentOf(pid), secret, `${daemon} did not inherit the panel's settings`)
  }

  await panel.stop()
  await until('nothing is left', 60_000, () => processes.every(({ pid }) => isGone(pid)))
})

/** Starts again; milliseconds until the panel answers, and until all is ready. */
const timeStart = async (t: Test, again: PanelOptions) => {
  const since = performance.now()
  const passed = () => Math.round(performance.now() - since)
  const starting = startPanel(t, again)
  const address = `http://127.0.0.1:${again.env?.MC_PORT}/api/health/live`
  const answers = () =>
    fetch(address).then(
      ({ ok }) => ok && passed(),
      () => undefined,
    )
  const live = await until('the panel answers', 60_000, answers)
  const { stop } = await starting
  const ready = passed()
  await stop()
  return { live, ready }
}

t.test('the second start: the panel answers before all is ready, and both are soon', async (t) => {
  const { again, stop } = await startPanel(t)
  await stop()
  const { live, ready } = await timeStart(t, again)
  t.comment(`answers after ${live} ms, ready after ${ready} ms`)
  // What is promised is a tenth of this; the bench measures it on a quiet machine.
  t.ok(live < 30_000, `answers after ${live} ms`)
  t.ok(live < ready && ready < 100_000, `ready after ${ready} ms`)
})

t.test('a second start on the same state folder says so and changes nothing', async (t) => {
  const panel = await startPanel(t, { mail: 'none' })
  const env = { ...panel.again.env, MC_PORT: '18999' }
  const second = await result(launch({ env }).child)
  t.equal(second.code, 1)
  t.equal(
    second.stderr,
    `mission-control: Mission Control already runs on ${panel.stateDir} (process ${panel.child.pid}). Stop that one first.\n`,
  )
  t.equal((await fetch(`${panel.url}/api/health/live`)).status, 200, 'the first goes on')
})

t.test('a port in use is one clear line', async (t) => {
  const panel = await startPanel(t, { mail: 'none' })
  const stateDir = mkdtempSync('/tmp/mc-port-')
  t.teardown(() => rmSync(stateDir, { recursive: true, force: true }))
  const other = await result(launch({ env: { ...panel.again.env, MC_STATE_DIR: stateDir } }).child)
  t.equal(other.code, 1)
  t.match(
    other.stderr,
    /^mission-control: 127\.0\.0\.1:\d+ \(the panel\) is used by another program\. Stop it, or set MC_PORT\.\n$/,
  )
})
