import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Manager, Program } from '@mc/server/agent/managers/manager.ts'
import { programFile } from '@mc/server/agent/managers/program-file.ts'
import { supervisord } from '@mc/server/agent/managers/supervisord.ts'
import { decode, XmlRpcFault } from '@mc/server/agent/managers/xml-rpc.ts'
import t, { type Test } from 'tap'
import { until } from '../helpers/until.ts'

t.setTimeout(600_000)

const program = (name: string, script: string): Program => ({
  name,
  command: ['/bin/sh', '-c', script],
  priority: 10,
  stopWait: 1,
})

/** A real supervisord of this test alone. */
const start = async (t: Test): Promise<{ manager: Manager; logs: string }> => {
  const dir = mkdtempSync('/tmp/mc-supervisord-')
  const socket = join(dir, 'sock')
  const programs = join(dir, 'programs')
  mkdirSync(programs)
  const config = `[supervisord]
nodaemon=true
user=root
logfile=${dir}/log
pidfile=${dir}/pid
[unix_http_server]
file=${socket}
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[include]
files=${programs}/*.conf
`
  writeFileSync(join(dir, 'conf'), config)
  const child = spawn('/usr/bin/supervisord', ['-c', join(dir, 'conf')], { stdio: 'ignore' })
  t.teardown(async () => {
    child.kill('SIGTERM')
    await until('supervisord ends', 60_000, () => child.exitCode !== null)
    rmSync(dir, { recursive: true, force: true })
  })
  const manager = supervisord({ socket, programs, hostProc: '/proc' }, dir)
  await until('supervisord answers', 60_000, () => manager.list().then(Boolean, () => false))
  return { manager, logs: dir }
}

const pids = async (manager: Manager) =>
  Object.fromEntries((await manager.list()).map(({ name, pid }) => [name, pid]))

t.test('exactly the programs that are wanted run; those that stay are left alone', async (t) => {
  const { manager } = await start(t)
  const sleeper = program('sleeper', 'exec sleep 1000')
  await manager.apply([
    sleeper,
    program('changing', 'exec sleep 1001'),
    program('leaving', 'exec sleep 1002'),
  ])
  const before = await pids(manager)
  t.same(Object.keys(before).sort(), ['changing', 'leaving', 'sleeper'])
  await manager.apply([
    sleeper,
    program('changing', 'exec sleep 1003'),
    program('new', 'exec sleep 1004'),
  ])
  const after = await pids(manager)
  t.same(Object.keys(after).sort(), ['changing', 'new', 'sleeper'])
  t.equal(after.sleeper, before.sleeper)
  t.not(after.changing, before.changing)
  t.throws(() => process.kill(before.leaving ?? 0, 0), 'the one that is not wanted has ended')
})

t.test('start, stop, restart and signal are desired states', async (t) => {
  const { manager, logs } = await start(t)
  const script = join(logs, 'script')
  writeFileSync(script, "trap 'echo reloaded' USR1\nwhile :; do sleep 0.05; done\n")
  await manager.apply([program('one', `exec /bin/sh ${script}`)])
  const runs = () =>
    until('it runs', 60_000, async () => (await manager.list())[0]?.state === 'running')
  await runs()
  await manager.start('one')
  await runs()
  await manager.signal('one', 'USR1')
  await until('it was signalled', 60_000, () =>
    readFileSync(join(logs, 'one.out'), 'utf8').includes('reloaded'),
  )
  const [before] = await manager.list()
  await manager.restart('one')
  const [after] = await manager.list()
  t.not(after?.pid, before?.pid)
  t.match(after?.state, /^(starting|running)$/, 'it has to stay first')
  await manager.stop('one')
  await manager.stop('one')
  t.match((await manager.list())[0], { state: 'stopped', pid: 0, uptime: 0 })
  await manager.signal('one', 'HUP')
  await t.rejects(manager.start('nothing'), { code: 10 })
})

t.test('what ends comes back', async (t) => {
  const { manager } = await start(t)
  await manager.apply([program('one', 'exec sleep 1000')])
  const [before] = await manager.list()
  process.kill(before?.pid ?? 0, 'SIGKILL')
  await until('it runs again', 60_000, async () => {
    const [now] = await manager.list()
    return now?.state === 'running' && now.pid !== before?.pid
  })
})

t.test(
  'what ends at once has failed all the time until it stays, and is then started at once',
  async (t) => {
    const { manager, logs } = await start(t)
    const switched = join(logs, 'switch')
    await manager.apply([
      program('one', `test -e ${switched} && exec sleep 1000 || echo nothing to do`),
    ])
    const one = async () => (await manager.list())[0]
    await until('it has failed', 60_000, async () => (await one())?.state === 'failed')
    const seen = new Set<string>()
    const said = join(logs, 'one.out')
    await until('it was tried again', 60_000, async () => {
      seen.add((await one())?.state ?? '')
      return readFileSync(said, 'utf8').split('nothing').length > 3
    })
    t.same([...seen], ['failed'])
    t.match((await one())?.reason, /ends right after its start/)
    writeFileSync(switched, '')
    const read = await manager.follow('one')
    await manager.start('one')
    await until('it runs', 60_000, async () => (await one())?.state === 'running')
    t.same(await read(), [], 'what it said before is not read')
    rmSync(switched)
    await manager.restart('one')
    await until('it has failed again', 60_000, async () => (await one())?.state === 'failed')
    t.match(await read(), [/nothing to do/])
    await manager.stop('one')
    t.match(await one(), { state: 'stopped', pid: 0, reason: 'it was stopped' })
  },
)

t.test('a program that was stopped stays so, whatever its file becomes', async (t) => {
  const { manager } = await start(t)
  await manager.apply([program('one', 'exec sleep 1000')])
  await manager.stop('one')
  await manager.apply([program('one', 'exec sleep 1001'), program('two', 'exec sleep 1002')])
  const states = Object.fromEntries(
    (await manager.list()).map(({ name, state }) => [name, state === 'stopped']),
  )
  t.same(states, { one: true, two: false })
})

t.test('memory is that of the whole family, the process is the first of it', async (t) => {
  const { manager } = await start(t)
  const script = 'sleep 1000 & sleep 1000 & exec sleep 1000'
  await manager.apply([program('one', script), program('two', 'exec sleep 1000')])
  // What the shell has forked is a copy of it until it has become a sleep.
  await until('one has three times the memory of two', 60_000, async () => {
    const infos = await manager.list()
    if (!infos.every(({ state }) => state === 'running')) return undefined
    const usage = await manager.usage(infos)
    t.equal(usage.get('one')?.pid, infos.find(({ name }) => name === 'one')?.pid)
    const [one = 0, two = 0] = ['one', 'two'].map((name) => usage.get(name)?.memory)
    return two > 100_000 && one > 2.5 * two && one < 3.5 * two
  })
})

t.test('a word of a command stays one word, and nothing begins a second setting', async (t) => {
  const text = programFile(
    { ...program('x', ''), command: ['/bin/x', 'a b', 'c"d\\e', '50%'] },
    '/log',
  )
  t.match(text, 'command="/bin/x" "a b" "c\\"d\\\\e" "50%%"\n')
  for (const bad of ['a\nautostart=false', 'a;b', 'a # b', 'a\0b']) {
    t.throws(() => programFile({ ...program('x', ''), command: ['/bin/x', bad] }, '/log'))
  }
})

t.test('values of XML-RPC, faults included', async (t) => {
  const reply = (value: string) =>
    `<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n<value>${value}</value>\n</param>\n</params>\n</methodResponse>`
  t.equal(decode(reply('<string>a &lt;b&gt; &amp; &#228;</string>')), 'a <b> & ä')
  t.equal(decode(reply('<string></string>')), '')
  t.equal(decode(reply('<int>-3</int>')), -3)
  t.equal(decode(reply('<boolean>1</boolean>')), true)
  t.same(
    decode(
      reply(
        '<array><data>\n<value><array><data>\n<value><string>a</string></value>\n</data></array></value>\n<value><array><data>\n</data></array></value>\n</data></array>',
      ),
    ),
    [['a'], []],
  )
  t.same(
    decode(
      reply(
        '<struct>\n<member>\n<name>pid</name>\n<value><int>1</int></value>\n</member>\n<member>\n<name>x</name>\n<value>bare</value></member></struct>',
      ),
    ),
    { pid: 1, x: 'bare' },
  )
  const fault =
    "<?xml version='1.0'?><methodResponse><fault><value><struct><member><name>faultCode</name><value><int>10</int></value></member><member><name>faultString</name><value><string>BAD_NAME: x</string></value></member></struct></value></fault></methodResponse>"
  t.throws(() => decode(fault), new XmlRpcFault(10, 'BAD_NAME: x'))
})
