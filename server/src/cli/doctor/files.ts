import { existsSync, statfsSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { loadSecret } from '../../config/secrets.ts'
import { type Check, type Finding, ill, reasonOf, well } from './finding.ts'

const MB = 1024 * 1024
/** Below either of these mail is soon refused: Postfix wants 1.5 × the message size limit free. */
const LEAST_FREE = 500 * MB
const LEAST_SHARE = 0.03

/** Files that hold secrets, and the folder they are in: nobody else may get at them. */
export const rights: Check = async ({ config: { layout, stateDir } }) => {
  const name = (path: string) => relative(stateDir, path)
  const open = [
    layout.panel.dir,
    layout.panel.database,
    layout.panel.secret,
    layout.panel.setupToken,
  ]
    .filter((path) => existsSync(path))
    .filter((path) => (statSync(path).mode & 0o077) !== 0)
  const foreign = [layout.panel.dir, layout.panel.database, layout.panel.secret]
    .filter((path) => existsSync(path))
    .filter((path) => statSync(path).uid !== statSync(layout.panel.dir).uid)
  return [
    ...open.map((path) =>
      ill(
        'rights',
        `${name(path)} can be read by others`,
        `In the state folder: chmod go= ${name(path)}`,
      ),
    ),
    ...foreign.map((path) =>
      ill(
        'rights',
        `${name(path)} does not belong to the panel`,
        'Start the panel again as root: it mends owners.',
      ),
    ),
    ...(open.length + foreign.length === 0
      ? [well('rights', `${name(layout.panel.dir)} is closed to others`)]
      : []),
  ]
}

export const secret: Check = async ({ config: { layout } }) => {
  const part = 'secret'
  if (!existsSync(layout.panel.secret)) {
    return [ill(part, 'there is none yet', 'Start the panel once; it makes it.')]
  }
  try {
    loadSecret(layout.panel.secret)
    return [well(part, 'readable and whole')]
  } catch (error) {
    return [
      ill(
        part,
        reasonOf(error),
        'It is panel/secret in the state folder; without it nobody can sign in.',
      ),
    ]
  }
}

export const page: Check = async ({ config }) => {
  const part = 'page'
  if (existsSync(join(config.webDir, 'index.html'))) return [well(part, 'built')]
  return [ill(part, 'the web page is not built', 'Run npm run build, or npm start, which does it.')]
}

const spaceOf = (path: string): Finding => {
  const { bavail, blocks, bsize, ffree, files } = statfsSync(path)
  const part = 'disk'
  const free = bavail * bsize
  const detail = `${Math.floor(free / MB).toLocaleString('en')} MB free for the state folder`
  const advice = 'Make room: look at the logs, the trash and the copies first.'
  // Some file systems (btrfs) have no fixed number of inodes and say 0.
  if (files > 0 && ffree / files < LEAST_SHARE) {
    return ill(part, `${ffree} of ${files} inodes left for the state folder`, advice)
  }
  const short = free < LEAST_FREE || free < LEAST_SHARE * blocks * bsize
  return short ? ill(part, detail, advice) : well(part, detail)
}

export const disk: Check = async ({ config }) => [spaceOf(config.stateDir)]
