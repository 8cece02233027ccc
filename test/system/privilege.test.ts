import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Layout, layoutFor } from '@mc/server/layout/index.ts'
import t from 'tap'
import { result } from '../helpers/child.ts'
import { startPanel } from '../helpers/panel.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(600_000)

const panel = await startPanel(t)

/** The panel's own process, as this machine numbers it. */
const api = await until('the panel runs', 60_000, () =>
  panel.processes().find(({ command }) => /^\S*node\S* .*bin\/api\.ts/.test(command)),
)

const field = (pid: number, name: string): string =>
  new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ??
  ''

/** Paths as the panel's process sees them. */
const inside: Layout = layoutFor({ stateDir: '/srv/state', mailPortBase: 0 })

/**
 * Runs a program where the panel runs, with exactly what it has: ids, no groups, no capabilities, no way to gain any.
 * The flags are taken from the process itself by the first test.
 */
const asPanel = (...command: string[]) =>
  result(
    spawn(
      'nsenter',
      [
        ...['--target', `${api.pid}`, '--mount', '--pid', '--'],
        ...['setpriv', '--reuid', '5001', '--regid', '5001', '--clear-groups'],
        ...['--no-new-privs', '--bounding-set', '-all', '--', ...command],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    ),
  )

/** What the panel's user meets: the code of the system's refusal, or what it got. */
const tries = async (code: string): Promise<string> => {
  const script = `const fs = require('node:fs'), net = require('node:net')
    const say = (text) => { process.stdout.write(String(text)); process.exit(0) }
    try { const got = (() => { ${code} })(); if (got !== undefined) say(got) } catch (error) { say(error.code) }`
  const node = readFileSync(`/proc/${api.pid}/cmdline`, 'utf8').split('\0')[0] ?? 'node'
  const { stdout, stderr } = await asPanel(node, '-e', script)
  if (stdout === '') throw new Error(stderr)
  return stdout
}

const quoted = (path: string): string => JSON.stringify(path)

t.test('the panel has its own ids, no groups, no capabilities and cannot gain any', async (t) => {
  t.same(field(api.pid, 'Uid').split('\t'), ['5001', '5001', '5001', '5001'])
  t.same(field(api.pid, 'Gid').split('\t'), ['5001', '5001', '5001', '5001'])
  t.equal(field(api.pid, 'Groups').trim(), '')
  for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) {
    t.match(field(api.pid, set), /^0+$/, set)
  }
  t.equal(field(api.pid, 'NoNewPrivs'), '1')
  const probe = await asPanel('cat', '/proc/self/status')
  for (const line of ['Uid', 'Gid', 'CapEff', 'CapBnd', 'NoNewPrivs']) {
    const own = new RegExp(`^${line}:[ \\t]*(.*)$`, 'm').exec(probe.stdout)?.[1]
    t.equal(own, field(api.pid, line), `what these tests run as has the panel's ${line}`)
  }
})

t.test('keys and the root half are closed to it', async (t) => {
  const { stack, agent, supervisor } = inside
  t.equal(await tries(`return fs.readdirSync(${quoted('/srv/state/panel')}).length > 0`), 'true')
  const closed = {
    'signing keys': stack.opendkim.keys,
    'keys of domains that are gone': stack.opendkim.removedKeys,
    "the agent's folder": agent.dir,
    "the host's processes": '/srv/host',
    'the mail store': inside.mail.store,
  }
  for (const [what, folder] of Object.entries(closed)) {
    t.equal(await tries(`return fs.readdirSync(${quoted(folder)}).join()`), 'EACCES', what)
  }
  const secret = {
    'the TLS key': stack.tls.bundle,
    "root's journal": agent.journal,
    'what the agent applied last': join(agent.desired, 'settings.json'),
    "root's settings": '/srv/environment',
    'the passwords of this machine': '/etc/shadow',
  }
  for (const [what, file] of Object.entries(secret)) {
    t.equal(await tries(`return fs.readFileSync(${quoted(file)}).length`), 'EACCES', what)
  }
  const socket = quoted(supervisor?.socket ?? '')
  t.equal(
    await tries(
      `net.connect(${socket}).on('error', (e) => say(e.code)).on('connect', () => say('in'))`,
    ),
    'EACCES',
    "the process manager's socket",
  )
  const own = quoted(agent.socket)
  t.equal(
    await tries(
      `net.connect(${own}).on('error', (e) => say(e.code)).on('connect', () => say('in'))`,
    ),
    'in',
    'only the agent hears it',
  )
})

t.test('it writes nothing that is not its own', async (t) => {
  const { stack, maps, agent, mail } = inside
  const folders = [
    ...['/etc', '/etc/cron.d', '/usr/bin', '/srv', '/srv/code', '/srv/programs', '/root'],
    ...[stack.postfix.config, stack.dovecot.config, stack.opendkim.config, stack.unbound.config],
    ...[
      stack.rsyslog.config,
      stack.postfix.queue,
      stack.logs,
      agent.socketDir,
      mail.trash,
      maps.dir,
    ],
  ]
  for (const folder of folders) {
    const answer = await tries(
      `fs.writeFileSync(${quoted(`${folder}/mc-probe`)}, 'x'); return 'written'`,
    )
    t.match(answer, /^(EACCES|EROFS)$/, folder)
  }
  for (const file of [`${stack.postfix.config}/main.cf`, stack.dovecot.file, '/etc/passwd']) {
    t.match(
      await tries(`fs.appendFileSync(${quoted(file)}, '#'); return 'written'`),
      /^(EACCES|EROFS)$/,
      file,
    )
  }
  for (const suffix of ['', '-wal', '-shm']) {
    const file = quoted(maps.database + suffix)
    t.equal(await tries(`fs.unlinkSync(${file}); return 'gone'`), 'EACCES', `unlinks ${file}`)
    t.equal(
      await tries(`fs.renameSync(${file}, ${quoted('/srv/state/panel/probe')}); return 'gone'`),
      'EACCES',
    )
  }
})

/** Programs that run as the panel. */
const own = new Set(['api', 'ingest'])

t.test('it signals no process but its own', async (t) => {
  const programs = await panel.supervisor.list()
  for (const { name, pid } of [{ name: 'supervisord', pid: 1 }, ...programs]) {
    if (own.has(name)) continue
    for (const signal of ['0', "'SIGTERM'", "'SIGKILL'"]) {
      t.equal(
        await tries(`process.kill(${pid}, ${signal}); return 'sent'`),
        'EPERM',
        `${signal} to ${name}`,
      )
    }
  }
  t.same(
    (await panel.supervisor.list()).map(({ name, pid }) => [name, pid]),
    programs.map(({ name, pid }) => [name, pid]),
    'and none was disturbed',
  )
})

t.test('programs that make others root make it nothing', async (t) => {
  for (const command of [
    ['su', '-c', 'id -u', 'root'],
    ['mount', '-t', 'tmpfs', 'x', '/mnt'],
    ['unshare', '--mount', 'true'],
    ['chroot', '/', 'true'],
    ['nsenter', '--target', '1', '--mount', 'true'],
    ['postsuper', '-d', 'ALL'],
    ['supervisorctl', '-s', `unix://${inside.supervisor?.socket}`, 'stop', 'postfix'],
  ]) {
    const { code, stdout } = await asPanel(...command)
    t.not(code, 0, command.join(' '))
    t.notMatch(stdout, /^0$/m)
  }
  const probe = await asPanel('/usr/bin/passwd', '--status', 'root')
  t.not(probe.code, 0, 'a set-uid program has not become root')
})
