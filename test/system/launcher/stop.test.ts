import { once } from 'node:events'
import t, { type Test } from 'tap'
import { isGone } from '../../helpers/child.ts'
import { descendants, launch, type Panel, startPanel } from '../../helpers/panel.ts'
import { until } from '../../helpers/until.ts'

/** Does the deed and waits until every process is gone. Ten seconds are promised, of a machine with nothing else to do. */
const endsAll = async (t: Test, panel: Panel, deed: () => unknown): Promise<void> => {
  const pids = panel.processes().map(({ pid }) => pid)
  t.ok(pids.length > 5, `${pids.length} processes run`)
  const since = performance.now()
  await deed()
  await until('nothing is left', 60_000, () => pids.every(isGone))
  t.pass(`all gone after ${Math.round(performance.now() - since)} ms`)
}

t.test('SIGTERM to the launcher stops everything', async (t) => {
  const panel = await startPanel(t)
  const gone = once(panel.child, 'exit')
  await endsAll(t, panel, () => panel.child.kill('SIGTERM'))
  await gone
  t.equal(panel.child.exitCode, 0, 'and that is no failure')
})

t.test('Ctrl-C stops everything: SIGINT to the whole process group', async (t) => {
  const panel = await startPanel(t, { by: 'npm' })
  await endsAll(t, panel, () => process.kill(-(panel.child.pid ?? 0), 'SIGINT'))
})

t.test('SIGTERM to the process group stops everything', async (t) => {
  const panel = await startPanel(t, { by: 'npm' })
  await endsAll(t, panel, () => process.kill(-(panel.child.pid ?? 0), 'SIGTERM'))
})

t.test('the launcher notices that npm was killed', async (t) => {
  const panel = await startPanel(t, { by: 'npm' })
  await endsAll(t, panel, () => panel.child.kill('SIGKILL'))
})

t.test('stopping while it starts leaves nothing either', async (t) => {
  const { again, stop } = await startPanel(t)
  await stop()
  const { child, output } = launch({ ...again, env: again.env ?? {} })
  const pids = await until('supervisord runs', 60_000, () => {
    const running = descendants(child.pid ?? 0)
    return running.some(({ command }) => command.includes('agent.ts')) && running
  })
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
  t.equal(child.exitCode, 0, output())
  t.ok(pids.every(({ pid }) => isGone(pid)))
})
