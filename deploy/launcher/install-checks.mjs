// What must be true before the installer touches anything.
import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readlinkSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { debianRelease } from './packages.mjs'
import { root } from './paths.mjs'
import { Stop } from './say.mjs'

/** Accounts of ours: their numbers are the same on every machine, so that state and backups fit each. */
const accounts = { vmail: 5000, panel: 5001 }

const numberOf = (database, name) => {
  const { status, stdout } = spawnSync('getent', [database, name], { encoding: 'utf8' })
  return status === 0 ? stdout.split(':') : undefined
}

const needAccount = (database, name, number) => {
  const byName = numberOf(database, name)
  const byNumber = numberOf(database, String(number))
  if (byName !== undefined && Number(byName[2]) !== number) {
    throw new Stop(
      `The account "${name}" (${database}) has number ${byName[2]} here, and Mission Control needs it as ${number}. Rename that one; nothing was changed.`,
    )
  }
  if (byNumber !== undefined && byNumber[0] !== name) {
    throw new Stop(
      `Number ${number} (${database}) belongs to "${byNumber[0]}" here, and Mission Control needs it for "${name}". Renumber that one; nothing was changed.`,
    )
  }
}

/** Code that root runs: only root may be able to change it, and the panel's account must be able to read it. */
const needSafeCheckout = () => {
  for (let path = root; ; path = dirname(path)) {
    const { uid, mode } = statSync(path)
    if (uid !== 0 || (mode & 0o022) !== 0) {
      throw new Stop(
        `${path} can be changed by others than root, and the agent runs as root from ${root}. Make it root's (chown, chmod go-w), or move the checkout to /opt/mission-control.`,
      )
    }
    if ((mode & 0o001) === 0) {
      throw new Stop(
        `${path} is closed to the panel's own account. Move the checkout, for example to /opt/mission-control.`,
      )
    }
    if (path === '/') return
  }
}

const isMasked = (unit) => {
  const path = join('/etc/systemd/system', unit)
  const entry = lstatSync(path, { throwIfNoEntry: false })
  return entry?.isSymbolicLink() === true && readlinkSync(path) === '/dev/null'
}

/** `npm start` masks the distribution's services: that is undone by whoever wants them, not behind his back. */
const needUnmasked = (units) => {
  const masked = units.filter(isMasked)
  if (masked.length === 0) return
  throw new Stop(
    `These services are masked: ${masked.join(' ')}. To let systemd run them: systemctl unmask ${masked.join(' ')}`,
  )
}

/**
 * @param {string[]} units that will be started
 * @throws Stop with what to do; nothing was changed
 */
export const needMachine = (units) => {
  if (process.getuid() !== 0) throw new Stop('The installation needs root.')
  if (debianRelease() === undefined) throw new Stop('The installation needs Debian 12 or 13.')
  if (!existsSync('/run/systemd/system')) {
    throw new Stop('systemd does not run here. To try Mission Control in a container: npm start.')
  }
  needSafeCheckout()
  for (const [name, number] of Object.entries(accounts)) {
    for (const database of ['passwd', 'group']) needAccount(database, name, number)
  }
  needUnmasked(units)
}
