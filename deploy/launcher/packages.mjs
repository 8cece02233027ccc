// The Debian packages of the mail stack and of the tests, and what is done so that the distribution's own services of
// the same daemons do not start, neither during the installation nor at the next boot.
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { Stop, say } from './say.mjs'
import { tool } from './tool.mjs'

// Same names in both releases. postfix alone and first: Debian 12's spamass-milter cannot be configured before it.
const mail = [
  ['postfix'],
  [
    ...['postfix-sqlite', 'postfix-mysql', 'opendkim', 'opendkim-tools', 'spamassassin', 'spamd'],
    ...['dovecot-core', 'dovecot-imapd', 'dovecot-lmtpd', 'dovecot-pop3d', 'dovecot-sieve'],
    ...['dovecot-managesieved', 'dovecot-sqlite', 'dovecot-mysql', 'spamass-milter', 'unbound'],
    ...['rsyslog', 'supervisor', 'openssl', 'ca-certificates'],
  ],
]
export const mailPackages = { 12: mail, 13: mail }
/** The machine's own mail stack runs under systemd. */
export const machinePackages = mail.map((group) => group.filter((name) => name !== 'supervisor'))

/** 12 or 13 on Debian of that release, else undefined. */
export const debianRelease = () => {
  try {
    const text = readFileSync('/etc/os-release', 'utf8')
    const field = (name) => new RegExp(`^${name}="?([^"\\n]*)`, 'm').exec(text)?.[1]
    const release = Number(field('VERSION_ID'))
    return field('ID') === 'debian' && release in mailPackages ? release : undefined
  } catch {
    return undefined
  }
}

/** Those of the packages that are not installed. */
export const missingPackages = (names) => {
  const format = '--showformat=$' + '{Package} $' + '{db:Status-Status}\n'
  const { stdout } = spawnSync('dpkg-query', ['--show', format, ...names], { encoding: 'utf8' })
  const installed = new Set()
  for (const line of (stdout ?? '').split('\n')) {
    const [name, state] = line.split(' ')
    if (state === 'installed') installed.add(name)
  }
  return names.filter((name) => !installed.has(name))
}

const policy = '/usr/sbin/policy-rc.d'
const ours = '# Made by Mission Control for the time of one installation.'

/** A leftover would keep every later installation from starting anything; one that is not ours stays. */
const allowStarts = () => {
  if (existsSync(policy) && readFileSync(policy, 'utf8').includes(ours)) rmSync(policy)
}

/** Debian's own switch: maintainer scripts ask it before they start a service. Off again however this process ends. */
const forbidStarts = () => {
  if (existsSync(policy)) return
  process.once('exit', allowStarts)
  writeFileSync(policy, `#!/bin/sh\n${ours}\nexit 101\n`, { mode: 0o755 })
}

const unitDir = '/etc/systemd/system'

/** The systemd units and init scripts that the packages brought. */
const unitsOf = (names) => {
  const { stdout } = spawnSync('dpkg', ['--listfiles', ...names], { encoding: 'utf8' })
  const units = new Set()
  for (const path of (stdout ?? '').split('\n')) {
    if (/\/lib\/systemd\/system\/[^/@]+\.(service|socket|timer)$/.test(path))
      units.add(basename(path))
    if (/^\/etc\/init\.d\/[^/]+$/.test(path)) units.add(`${basename(path)}.service`)
  }
  return [...units].sort()
}

const exists = (path) => {
  try {
    lstatSync(path)
    return true
  } catch {
    return false
  }
}

/** `systemctl mask` without needing systemd to run: the next boot finds the link. */
const mask = (units) => {
  mkdirSync(unitDir, { recursive: true })
  const masked = units.filter((unit) => !exists(join(unitDir, unit)))
  for (const unit of masked) symlinkSync('/dev/null', join(unitDir, unit))
  if (existsSync('/run/systemd/system')) spawnSync('systemctl', ['daemon-reload'])
  return masked
}

/** Packages whose services are yet to be masked: kept on disk, so that an interrupted installation is finished. */
const pendingFile = (stateDir) => join(stateDir, 'installing.json')

const maskPending = (stateDir) => {
  const file = pendingFile(stateDir)
  if (!existsSync(file)) return
  const masked = mask(unitsOf(JSON.parse(readFileSync(file, 'utf8'))))
  rmSync(file)
  if (masked.length === 0) return
  say(`The private mail stack runs its own daemons, so these services of Debian were masked:
  ${masked.join(' ')}
They start neither now nor at the next boot. To undo: systemctl unmask ${masked.join(' ')}`)
}

const apt = async (args) => {
  const options = ['-o', 'DPkg::Lock::Timeout=900', '-o', 'Dpkg::Options::=--force-confold', '-y']
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_SUSPEND: '1' }
  await tool('apt-get', [...options, ...args], { env })
}

const installMissing = async (groups, missing) => {
  say(`Installing ${missing.length} Debian packages: ${missing.join(' ')} …`)
  forbidStarts()
  try {
    // Out of date lists may still do, and without network the old ones are all there is: the installation decides.
    await apt(['update']).catch(() => {})
    for (const group of groups) {
      const names = group.filter((name) => missing.includes(name))
      if (names.length > 0) await apt(['install', '--no-install-recommends', ...names])
    }
  } finally {
    allowStarts()
  }
}

/**
 * Names and installs what is missing of the groups, one apt call a group; nothing that it brings is started, neither
 * now nor at the next boot.
 * @param {string[][]} groups
 */
export const installPackages = async (groups, stateDir) => {
  allowStarts()
  maskPending(stateDir)
  const missing = missingPackages(groups.flat())
  if (missing.length === 0) return
  if (process.getuid() !== 0) {
    throw new Stop(
      `Missing Debian packages: ${missing.join(' ')}. As root: apt install ${missing.join(' ')}`,
    )
  }
  writeFileSync(pendingFile(stateDir), JSON.stringify(missing))
  try {
    await installMissing(groups, missing)
  } finally {
    maskPending(stateDir)
  }
}

/** The same for a machine whose own services they become: not started now, and free to be later. */
export const installMachinePackages = async () => {
  allowStarts()
  const missing = missingPackages(machinePackages.flat())
  if (missing.length > 0) await installMissing(machinePackages, missing)
}
