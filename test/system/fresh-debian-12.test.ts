// What a new user meets on a fresh Debian 12: without root, without mail, and with it.
import t from 'tap'
import { startMachine } from '../helpers/machine.ts'
import {
  home,
  leftovers,
  listening,
  mail,
  minute,
  ready,
  setUp,
  signed,
  start,
  stopsByCtrlC,
} from '../helpers/new-user.ts'

// Packages are downloaded and installed: minutes, and more on a slow network.
t.setTimeout(15 * minute)

t.test('a fresh Debian 12', { timeout: 12 * minute }, async (t) => {
  const machine = await startMachine('bookworm', home)
  t.teardown(() => machine.stop())

  await t.test('another user has the panel alone and learns what is absent', async (t) => {
    await machine.run(['useradd', '--create-home', 'ada'])
    const git = ['git', '-c', 'safe.directory=*', 'clone', '--quiet']
    const clone = '/home/ada/mission-control'
    await machine.run([...git, home, clone])
    await machine.run(['chown', '--recursive', 'ada:', clone])
    const terminal = machine.type('npm start', { cwd: clone, user: 'ada' })
    await ready(machine, terminal, 5 * minute)
    t.match(terminal.text(), /Not started as root: the panel starts without its mail stack/)
    t.match(terminal.text(), /To have it: start as root/)
    await terminal.shows(/^set-up: /m, 10_000)
    t.same(await listening(machine), ['127.0.0.1:8080'])
    t.ok((await stopsByCtrlC(terminal)) < 10_000)
  })

  await t.test('a bad value stops the start with one line', async (t) => {
    const { code, stderr } = await machine.run(['npm', 'start', '--silent'], {
      ...start,
      env: { MC_PORT: '80800' },
    })
    t.not(code, 0)
    t.match(stderr, /^mission-control: MC_PORT=80800 [^\n]+\n$/)
  })

  await t.test('MC_MAIL=none installs no package', async (t) => {
    const terminal = machine.type('npm start', { ...start, env: { MC_MAIL: 'none' } })
    await ready(machine, terminal, 5 * minute)
    t.same(await listening(machine), ['127.0.0.1:8080'])
    t.ok((await stopsByCtrlC(terminal)) < 10_000)
    const { code } = await machine.run(['dpkg-query', '--show', 'postfix'])
    t.equal(code, 1)
  })

  await t.test('npm start', async (t) => {
    const terminal = machine.type('npm start', start)
    await ready(machine, terminal, 8 * minute)
    t.match(await setUp(machine, terminal), { page: 200 })
    t.same(await mail(machine, 'on Debian 12'), signed)
    t.ok((await stopsByCtrlC(terminal)) < 10_000)
    t.equal(await leftovers(machine), '')
  })

  await machine.reboot()
  t.same(await listening(machine), [], 'nothing starts at the next boot')
  t.equal((await machine.run(['systemctl', '--failed', '--no-legend'])).stdout, '')
})
