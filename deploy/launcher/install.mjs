// Puts the panel and the agent under systemd, over the distribution's own Postfix, Dovecot, OpenDKIM, spamd,
// spamass-milter, unbound and rsyslog. Asks nothing; may be repeated, which is how an update is installed.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { needMachine } from './install-checks.mjs'
import {
  environmentFile,
  keepOld,
  ownUnits,
  putFiles,
  readSettings,
  stateDir,
} from './install-files.mjs'
import { installMachinePackages } from './packages.mjs'
import { buildPage } from './page.mjs'
import { root } from './paths.mjs'
import { awaitReady } from './ready.mjs'
import { toolchain } from './runtime.mjs'
import { Stop, say, warn } from './say.mjs'
import { tool } from './tool.mjs'

/** Read at the start only, or told by the agent when it changes: left as they stand, but needed. */
const asTheyStand = ['rsyslog.service', 'unbound.service']
/** In the order in which they need each other. */
const configured = [
  'spamd.service',
  'opendkim.service',
  'spamass-milter.service',
  'dovecot.service',
  'postfix.service',
]
const PATIENCE = 60_000

const systemctl = (...args) => tool('systemctl', ['--quiet', ...args])

const asPanel = ['setpriv', '--reuid=panel', '--regid=panel', '--clear-groups', '--no-new-privs']

/** Runs one of ../../server/bin to its end. @throws Stop with its words */
const step = (what, words) => {
  const [command, ...args] = words
  const { status, stderr } = spawnSync(command, args, {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', ...readSettings() },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  if (status !== 0) throw new Stop(`${what}: ${stderr.trim()}`)
}

const bin = (name) => join(root, 'server', 'bin', name)

/** Folders and tables, which the daemons' look-ups read. The panel that runs may be an older one. */
const prepareState = async (node) => {
  await systemctl('stop', 'mission-control.service')
  step('The state folder cannot be used', [node, bin('init.ts')])
  step('The tables could not be made', [...asPanel, node, bin('migrate.ts')])
}

const isActive = (unit) => spawnSync('systemctl', ['--quiet', 'is-active', unit]).status === 0

/**
 * Configures the daemons. Those of the packages have other sockets than ours, so none could take the new files over as
 * it runs: they stand still meanwhile, unless their start is the same as before. When one refuses its files, everything
 * is as it was.
 */
const takeOver = async (node) => {
  const ran = [...configured, ...ownUnits].filter(isActive)
  const { changed, putBack } = putFiles(node)
  await tool('systemd-sysusers', ['mission-control.conf'])
  await tool('systemd-tmpfiles', ['--create', 'mission-control.conf'])
  await systemctl('daemon-reload')
  try {
    await prepareState(node)
    if (changed) await systemctl('stop', ...configured)
    // Judged by the daemons' own checkers; a refusal leaves the old files in place.
    step('The mail daemons could not be configured', [node, bin('configure.ts')])
  } catch (error) {
    putBack()
    await systemctl('daemon-reload')
    if (ran.length > 0) await systemctl('start', ...ran)
    throw error
  }
  await systemctl('enable', ...asTheyStand, ...configured)
  await systemctl('start', ...asTheyStand, ...configured)
}

const startPanel = async () => {
  await systemctl('enable', ...ownUnits)
  await systemctl('restart', ...ownUnits)
}

const ready = async (settings) => {
  const deadline = Date.now() + PATIENCE
  let given = false
  await awaitReady(
    {
      host: settings.MC_HOST ?? '127.0.0.1',
      port: Number(settings.MC_PORT ?? 8080),
      publicUrl: settings.MC_PUBLIC_URL,
    },
    {
      path: '/api/health/ready',
      stateDir,
      ended: () => given,
      refused: async () => {
        given = Date.now() > deadline
        return given
      },
      late: async () => warn('not every part answers yet; waiting for another half minute.'),
    },
  )
  if (!given) return
  throw new Stop(
    'Everything is installed and started, but not every part answers. See: systemctl --failed; journalctl -u mission-control -u mission-control-agent',
  )
}

export const main = async () => {
  needMachine([...asTheyStand, ...configured, ...ownUnits])
  const tools = await toolchain()
  await buildPage(tools)
  await installMachinePackages()
  await keepOld()
  await takeOver(tools.node)
  await startPanel()
  await ready(readSettings())
  say(`installed: ${ownUnits.join(' ')}; settings in ${environmentFile}`)
  return 0
}
