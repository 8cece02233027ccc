import { once } from 'node:events'
import { connect } from 'node:net'
import t, { type Test } from 'tap'
import { type Panel, type Process, startPanel } from '../../helpers/panel.ts'
import { until } from '../../helpers/until.ts'

const pidOf = (panel: Panel, part: string): number => {
  const found = panel.processes().find(({ command }) => command.includes(part))
  if (found === undefined) throw new Error(`${part} does not run`)
  return found.pid
}

/** A process of this part that is none of those. */
const isAnother = ({ pid, command }: Process, part: string, those: readonly number[]): boolean =>
  command.includes(part) && !those.includes(pid)

/** First line of an SMTP server, or undefined when there is none. */
const greeting = (port: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.setTimeout(30_000, () => socket.destroy())
    socket.on('data', (data) => {
      resolve(data.toString().split('\r\n')[0])
      socket.end('QUIT\r\n')
    })
    socket.on('error', () => resolve(undefined))
    socket.on('close', () => resolve(undefined))
  })

const isReady = async (panel: Panel): Promise<boolean> => {
  try {
    return (await fetch(`${panel.url}/api/health/ready`)).status === 200
  } catch {
    return false
  }
}

/** Kills what is named, and starts again on the same state: it must come up as if nothing had been. */
const survives = async (t: Test, part: string): Promise<void> => {
  const panel = await startPanel(t)
  const ended = once(panel.child, 'exit')
  process.kill(pidOf(panel, part), 'SIGKILL')
  await ended
  t.not(panel.child.exitCode, 0, 'it does not look like a clean stop')
  const second = await startPanel(t, panel.again)
  t.ok(await isReady(second))
  await second.stop()
}

t.test('kill -9 of the launcher ends all; the next start comes up', async (t) => {
  const panel = await startPanel(t)
  const ended = once(panel.child, 'exit')
  panel.child.kill('SIGKILL')
  await ended
  // At once, while the kernel still ends the old ones: the start waits for that.
  const second = await startPanel(t, panel.again)
  t.ok(await isReady(second))
})

t.test('kill -9 of supervisord: the launcher says so and ends; the next start comes up', (t) =>
  survives(t, 'supervisord --configuration'),
)

t.test('kill -9 of unshare: the same', (t) => survives(t, 'unshare --mount'))

t.test('kill -9 of the agent: it comes back, and the mail stack went on', async (t) => {
  const panel = await startPanel(t)
  const before = await panel.supervisor.list()
  process.kill(pidOf(panel, 'server/bin/agent.ts'), 'SIGKILL')
  t.match(await greeting(panel.ports.smtp), /^220 /)
  await until('the panel is ready again', 60_000, () => isReady(panel))
  const after = await panel.supervisor.list()
  const pids = (list: typeof before) =>
    list.filter(({ name }) => name !== 'agent').map(({ name, pid }) => [name, pid])
  t.same(pids(after), pids(before), 'no daemon was restarted for it')
})

t.test('kill -9 of the panel: it comes back, and mail did not notice', async (t) => {
  const panel = await startPanel(t)
  process.kill(pidOf(panel, 'server/bin/api.ts'), 'SIGKILL')
  t.match(await greeting(panel.ports.smtp), /^220 /)
  await until('the panel is ready again', 60_000, () => isReady(panel))
})

t.test('kill -9 of a mail daemon: it comes back', async (t) => {
  const panel = await startPanel(t)
  const parts = ['postfix/sbin/master', 'sbin/dovecot', 'sbin/opendkim', 'rsyslogd']
  const killed = parts.map((part) => pidOf(panel, part))
  for (const pid of killed) process.kill(pid, 'SIGKILL')
  await until('each runs anew', 60_000, () =>
    parts.every((part) => panel.processes().some((one) => isAnother(one, part, killed))),
  )
  await until('all are back', 60_000, () => isReady(panel))
})
