// The files of an installation: what is put in place, and what stood there before.
import {
  chmodSync,
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
import { tool } from './tool.mjs'

const source = 'deploy/systemd'
export const ownUnits = [
  'mission-control-agent.service',
  'mission-control.service',
  'mission-control-ingest.service',
]
const unitDir = '/etc/systemd/system'
/** The administrator's settings, one NAME=value a line; systemd reads them as root. */
export const environmentFile = '/etc/mission-control/environment'
const emptyEnvironment = `# Settings of panel and agent (deploy/README.md), one NAME=value a line. After a change:
# systemctl restart mission-control-agent mission-control
`
export const stateDir = '/var/lib/mission-control'

/** Read by OpenDKIM's unit; a link, so that the agent needs no right to write in /etc itself. */
const dkimFile = '/etc/opendkim.conf'
/** Everything that the agent writes anew, or in: keys are often kept in OpenDKIM's folder. */
const rendered = ['/etc/postfix', '/etc/dovecot', '/etc/spamassassin', '/etc/opendkim', dkimFile]
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

/** Whether an installation has come as far as the units. */
export const isInstalled = () => ownUnits.every((unit) => existsSync(join(unitDir, unit)))

/** Packs what the first installation replaces, with owners and modes; later ones find nothing but our own. */
export const keepOld = async () => {
  if (isInstalled()) return
  const replaced = [...rendered, ...plainFiles().map(({ to }) => to)]
  const old = replaced.filter((path) => existsSync(path) && !isOurs(path))
  if (old.length === 0) return
  mkdirSync(backups, { recursive: true, mode: 0o700 })
  const file = join(backups, `${new Date().toISOString().replace(/[:.]/g, '-')}.tar.gz`)
  const members = old.map((path) => path.slice(1))
  await tool('tar', ['--create', '--gzip', '--file', file, '--directory', '/', ...members])
  chmodSync(file, 0o600)
  say(`What is replaced was packed into ${file}.`)
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
  for (const unit of ownUnits) put(join(unitDir, unit), filled(unit, node), 0o644)
  if (!existsSync(environmentFile)) {
    put(environmentFile, emptyEnvironment, 0o600)
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

/** The settings of panel and agent, as systemd gives them to the units. */
export const readSettings = () => {
  const text = existsSync(environmentFile) ? readFileSync(environmentFile, 'utf8') : ''
  const given = text
    .split('\n')
    .map((line) => /^\s*(MC_[A-Z_]+)=(["']?)(.*)\2\s*$/.exec(line))
    .filter((match) => match !== null)
    .map(([, name, , value]) => [name, value])
  return { MC_MAIL: 'systemd', MC_STATE_DIR: stateDir, ...Object.fromEntries(given) }
}
