import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { debianRelease, installPackages, mailPackages } from './packages.mjs'
import { root } from './paths.mjs'
import { namespacesWork } from './sandbox.mjs'
import { Stop, say, warn } from './say.mjs'

const parts = 'Postfix, Dovecot, OpenDKIM, SpamAssassin, unbound and rsyslog'

const without = (why, how) => {
  say(`${why}: the panel starts without its mail stack (${parts}).`)
  say(`To have it: ${how}`)
}

/** Without a namespace that shows it the checkout, the panel's unprivileged user must reach it as it stands. */
const needReadable = () => {
  const drop = ['--reuid', '5001', '--regid', '5001', '--clear-groups']
  const file = join(root, 'server', 'bin', 'api.ts')
  if (spawnSync('setpriv', [...drop, 'test', '-r', file]).status === 0) return
  throw new Stop(
    `This machine allows no private namespace, and the panel's unprivileged user cannot read ${root}. Move the checkout, for example to /opt/mission-control.`,
  )
}

const bare = () => {
  if (process.getuid() === 0) needReadable()
  return 'bare'
}

/**
 * Decides what can run here and installs what it needs.
 * @returns {Promise<'stack'|'panel'|'bare'>} the mail stack and the panel in a private namespace, the panel alone in
 *   one, or the panel without one
 */
export const planMail = async (settings) => {
  const isRoot = process.getuid() === 0
  if (!isRoot) {
    if (settings.mail !== 'none') {
      without('Not started as root', 'start as root on Debian 12 or 13; what was entered is kept.')
    }
    return bare()
  }
  if (!namespacesWork()) {
    if (settings.mail !== 'none') {
      without(
        'This machine allows no private namespaces (a container without CAP_SYS_ADMIN?)',
        'start on a machine or in a container that allows unshare(1).',
      )
    }
    return bare()
  }
  if (settings.mail === 'none') return 'panel'
  const release = debianRelease()
  if (release === undefined) {
    without('This is neither Debian 12 nor 13', 'start as root on one of them.')
    return 'panel'
  }
  try {
    await installPackages(mailPackages[release], settings.stateDir)
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    warn(error.message)
    without('Debian packages are missing', 'mend what apt says above and start again.')
    return 'panel'
  }
  return 'stack'
}
