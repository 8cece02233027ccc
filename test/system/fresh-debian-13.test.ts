// What a new user meets on a fresh Debian 13: a clone in /root, `npm start`, and mail.
import t from 'tap'
import { startMachine } from '../helpers/machine.ts'
import {
  accounts,
  answers,
  home,
  leftovers,
  listening,
  mail,
  minute,
  ready,
  rights,
  setUp,
  signed,
  start,
  stopsByCtrlC,
} from '../helpers/new-user.ts'
import { until } from '../helpers/until.ts'

// Packages are downloaded and installed: minutes, and more on a slow network.
t.setTimeout(15 * minute)

t.test('from a clone to mail without the panel', { timeout: 12 * minute }, async (t) => {
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
    const killer = machine.type('while :; do pkill -9 -f [s]erver/bin/api.ts; sleep 0.1; done')
    await until('the panel is gone', 60_000, async () => !(await answers(machine)))
    t.same(await mail(machine, 'without the panel'), signed, 'mail flows')
    killer.close()
    await until('the panel answers again', 60_000, () => answers(machine))
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
  await until('the window closed, everything ends', 60_000, async () => {
    return (await leftovers(machine)) === ''
  })

  await machine.reboot()
  t.same(await listening(machine), [], 'nothing starts at the next boot')
  t.equal((await machine.run(['systemctl', '--failed', '--no-legend'])).stdout, '')
})
