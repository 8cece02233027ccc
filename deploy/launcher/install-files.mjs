// The files of an installation: what is put in place, and what stood there before.
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './paths.mjs'
import { say } from './say.mjs'
import { filesBelow } from './stamp.mjs'

const source = 'deploy/systemd'
export const ownUnits = [
  'mission-control-agent.service',
  'mission-control.service',
  'mission-control-ingest.service',
]
/** Settings of panel and agent, one NAME=value a line; systemd reads it as root. */
export const environmentFile = '/etc/mission-control/environment'
export const stateDir = '/var/lib/mission-control'

/** Read by OpenDKIM's unit; a link, so that the agent needs no right to write in /etc itself. */
const dkimFile = '/etc/opendkim.conf'
/** Everything that the agent writes anew. */
const rendered = ['/etc/postfix', '/etc/dovecot', '/etc/spamassassin', dkimFile]
const backups = '/var/backups/mission-control'

/** Plain files of ours by the path that they are for. */
const plainFiles = () =>
  filesBelow(`${source}/etc`).map((path) => ({
    from: join(root, path),
    to: path.slice(source.length),
  }))

const isOurs = (path) => {
  const entry = lstatSync(path, { throwIfNoEntry: false })
  if (entry?.isSymbolicLink()) return true
  return entry?.isFile() === true && readFileSync(path, 'utf8').includes('Mission Control')
}

/**
 * Copies what the first installation replaces, with owners and modes; later ones find nothing but our own.
 * @returns the folder with the copies; undefined when nothing was copied
 */
export const keepOld = () => {
  if (existsSync(environmentFile)) return undefined
  const stamp = new Date().toISOString().replace(/[:.]/g, '-')
  const folder = join(backups, stamp)
  const replaced = [...rendered, ...plainFiles().map(({ to }) => to)]
  for (const path of replaced.filter((one) => existsSync(one) && !isOurs(one))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true, mode: 0o700 })
    // Owners stay: root copies them as they are.
    cpSync(path, join(folder, path), { recursive: true, preserveTimestamps: true })
  }
  if (!existsSync(folder)) return undefined
  chmodSync(backups, 0o700)
  say(`What is replaced was copied to ${folder}.`)
  return folder
}

const write = (path, text, mode) => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 })
  const fresh = `${path}.mission-control.new`
  writeFileSync(fresh, text, { mode })
  chmodSync(fresh, mode)
  renameSync(fresh, path)
}

/** What stands at a path now. @returns what puts it back */
const remember = (path) => {
  const entry = lstatSync(path, { throwIfNoEntry: false })
  if (entry === undefined) return () => rmSync(path, { force: true })
  if (entry.isSymbolicLink()) {
    const target = readlinkSync(path)
    return () => {
      rmSync(path, { force: true })
      symlinkSync(target, path)
    }
  }
  const text = readFileSync(path)
  return () => {
    rmSync(path, { force: true })
    write(path, text, entry.mode & 0o7777)
  }
}

const filled = (unit, node) =>
  readFileSync(join(root, source, unit), 'utf8')
    .replaceAll('{node}', node)
    .replaceAll('{code}', root)

const isSame = (path, text) => {
  const entry = lstatSync(path, { throwIfNoEntry: false })
  return entry?.isFile() === true && readFileSync(path).equals(Buffer.from(text))
}

/**
 * Puts every file of ours in place, each in one rename.
 * @returns {{changed: boolean, putBack: () => void}} `changed`: a daemon starts in another way than before
 */
export const putFiles = (node) => {
  const undo = []
  const put = (path, text, mode) => {
    if (isSame(path, text)) return false
    undo.push(remember(path))
    write(path, text, mode)
    return true
  }
  const changes = plainFiles().map(({ from, to }) => put(to, readFileSync(from), 0o644))
  for (const unit of ownUnits) put(join('/etc/systemd/system', unit), filled(unit, node), 0o644)
  if (!existsSync(environmentFile)) {
    put(environmentFile, `MC_MAIL=systemd\nMC_STATE_DIR=${stateDir}\n`, 0o600)
  }
  if (!lstatSync(dkimFile, { throwIfNoEntry: false })?.isSymbolicLink()) {
    undo.push(remember(dkimFile))
    rmSync(dkimFile, { force: true })
    symlinkSync('opendkim/opendkim.conf', dkimFile)
    changes.push(true)
  }
  const putBack = () => {
    for (const step of undo.reverse()) step()
  }
  return { changed: changes.includes(true), putBack }
}

/** The settings of panel and agent. */
export const readSettings = () =>
  Object.fromEntries(
    readFileSync(environmentFile, 'utf8')
      .split('\n')
      .map((line) => /^\s*(MC_[A-Z_]+)=(["']?)(.*)\2\s*$/.exec(line))
      .filter((match) => match !== null)
      .map(([, name, , value]) => [name, value]),
  )
