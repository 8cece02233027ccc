// What a new user meets: a fresh Debian, a clone in /root, `npm start`. The machines are made in ../helpers/machine.ts.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { type Machine, startMachine } from '../helpers/machine.ts'
import type { Terminal } from '../helpers/terminal.ts'
import { until } from '../helpers/until.ts'

const home = '/root/mission-control'
const minute = 60_000
const start = { cwd: home }
// Packages are downloaded and installed: minutes, and more on a slow network.
t.setTimeout(25 * minute)

/** What the customer of ./machine/customer.ts reports. */
const customer = async (machine: Machine, deed: string, input: object): Promise<unknown> => {
  const { code, stdout, stderr } = await machine.client('customer.ts', [
    deed,
    JSON.stringify(input),
  ])
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

const signed = { signatures: ['fresh.example pass'] }
const mail = (machine: Machine, subject: string): Promise<unknown> => {
  const ports = join(machine.root(), home, 'var/sandbox/ports.json')
  return customer(machine, 'mail', { ports: JSON.parse(readFileSync(ports, 'utf8')), subject })
}

/** Waits for the line with the address. When it does not come, the failure tells what the parts said last. */
const ready = async (machine: Machine, terminal: Terminal, deadline: number): Promise<void> => {
  try {
    await terminal.shows(/^ready: http:\/\/127\.0\.0\.1:8080\s*$/m, deadline)
  } catch (error) {
    const logs = await machine.run(['sh', '-c', `tail -n 15 ${home}/var/sandbox/log/*`])
    t.comment(`${error instanceof Error ? error.message : error}\n${logs.stdout}`)
    throw new Error('The start does not get ready; see the comment above.')
  }
}

const setUp = async (machine: Machine, terminal: Terminal): Promise<unknown> => {
  const [, url, token] = await terminal.shows(/set-up: (http:\S+)\/setup#token=(\S+)/, 10_000)
  return customer(machine, 'enter', { url, token })
}

/** Ports on which anything but the way to the registries listens. */
const listening = async (machine: Machine): Promise<string[]> => {
  const { stdout } = await machine.run(['ss', '--no-header', '--listening', '--tcp', '--numeric'])
  const addresses = stdout.split('\n').map((line) => line.split(/\s+/)[3] ?? '')
  return addresses.filter((address) => address !== '' && address !== '127.0.0.1:3128').sort()
}

/** Rights and owners of all folders that lead to the state folder. */
const rights = async (machine: Machine): Promise<string> => {
  const folders = ['/', '/root', home, '/srv', '/etc', '/dev', '/tmp']
  return (await machine.run(['stat', '--format=%A %u:%g %n', ...folders])).stdout
}

const accounts = (machine: Machine): string[] =>
  ['passwd', 'group'].flatMap((name) =>
    readFileSync(join(machine.root(), 'etc', name), 'utf8')
      .trim()
      .split('\n'),
  )

/** Everything of a start, told by what it mounts and runs. */
const leftovers = async (machine: Machine): Promise<string> => {
  const processes = await machine.run(['pgrep', '--full', '--list-full', '/srv/|bootstrap.mjs'])
  const mounts = await machine.run(['grep', '-h', 'mission-control', '/proc/1/mounts'])
  return processes.stdout + mounts.stdout
}

const answers = async (machine: Machine): Promise<boolean> => {
  const ask =
    'fetch("http://127.0.0.1:8080/api/health/live").then((r) => process.exit(r.ok ? 0 : 1))'
  return (await machine.run(['node', '-e', ask])).code === 0
}

const stopsByCtrlC = async (terminal: Terminal): Promise<number> => {
  const pressed = Date.now()
  terminal.press('\x03')
  await terminal.ends(20_000)
  return Date.now() - pressed
}

t.test('Debian 13: from a clone to mail without the panel', { timeout: 12 * minute }, async (t) => {
  const machine = await startMachine('trixie', home)
  t.teardown(() => machine.stop())
  const before = { rights: await rights(machine), accounts: accounts(machine) }

  const first = machine.type('npm start', start)
  await ready(machine, first, 8 * minute)
  t.same(await rights(machine), before.rights, 'no rights were changed above the state folder')
  const made = accounts(machine).filter((line) => !before.accounts.includes(line))
  t.same(
    made.filter((line) => Number(line.split(':')[2]) >= 1000),
    [],
    "the packages' system accounts and no other were made",
  )
  const after = accounts(machine)

  await t.test("the distribution's services", async (t) => {
    t.match(first.text(), /masked:\s+.*postfix\.service/, 'are said to be masked')
    t.match(first.text(), /To undo: systemctl unmask .*dovecot\.service/, 'with the way back')
    const { stdout } = await machine.run([
      'systemctl',
      'is-active',
      'postfix',
      'dovecot',
      'unbound',
    ])
    t.equal(stdout, 'inactive\ninactive\ninactive\n', 'do not run')
    const ports = await listening(machine)
    t.ok(ports.includes('127.0.0.1:2525'), 'ours listens')
    t.same(
      ports.filter(
        (address) => !/^127\.(0\.0\.1:(8080|2[0-9]{3}|20053|24190)|53\.0\.1:53)$/.test(address),
      ),
      [],
      'nothing listens but our own ports on loopback',
    )
  })

  t.match(await setUp(machine, first), { page: 200, type: 'text/html' }, 'the page and the objects')
  t.same(await mail(machine, 'first'), signed, 'sent with authentication, signed, read over IMAP')

  await t.test('the panel killed again and again', async (t) => {
    const killer = machine.type('while :; do pkill -9 -f server/bin/api.ts; sleep 0.1; done')
    await until('the panel is gone', 10_000, async () => !(await answers(machine)))
    t.same(await mail(machine, 'without the panel'), signed, 'mail flows')
    killer.close()
    await until('the panel answers again', 20_000, () => answers(machine))
  })

  t.ok((await stopsByCtrlC(first)) < 10_000, 'Ctrl-C stops everything within ten seconds')
  t.equal(await leftovers(machine), '', 'and leaves nothing')
  t.same(await listening(machine), [])

  await machine.network(false)
  const second = machine.type('npm start', start)
  await ready(machine, second, minute)
  t.notMatch(second.text(), /set-up:|Installing|Building|Fetching/, 'nothing is installed again')
  t.same(await mail(machine, 'second start'), signed, 'started without network')
  t.same(accounts(machine), after, '/etc/passwd and /etc/group are as the packages left them')
  second.close()
  await until('the window closed, everything ends', 15_000, async () => {
    return (await leftovers(machine)) === ''
  })

  await machine.reboot()
  t.same(await listening(machine), [], 'nothing starts at the next boot')
  t.equal((await machine.run(['systemctl', '--failed', '--no-legend'])).stdout, '')
})

t.test(
  'Debian 12: without root, without mail, and with it',
  { timeout: 12 * minute },
  async (t) => {
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
  },
)
