import { existsSync, realpathSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root, runtimeDir } from './paths.mjs'
import { Stop, say } from './say.mjs'
import { once } from './stamp.mjs'
import { tool } from './tool.mjs'

const pinned = (...parts) => join(runtimeDir, 'node_modules', ...parts)

/** Files must be readable by the panel's user, whatever the caller's umask; secrets set their own modes. */
const publicUmask = () => process.umask(0o022)

/**
 * The Node.js that runs the panel: the system's own where it is new enough and stands in /usr, which the private
 * namespace shows to every user; the pinned one otherwise.
 */
const chooseNode = () => {
  const own = realpathSync(process.execPath)
  const major = Number(process.versions.node.split('.')[0])
  if (major >= 24 && own.startsWith('/usr/')) return own
  return pinned(`node-linux-${process.arch}`, 'bin', 'node')
}

/** What to say to the package managers: never ask, never nag, never run a package's own script. */
const quiet = { CI: '1', npm_config_update_notifier: 'false', npm_config_ignore_scripts: 'true' }

const runtimePrograms = [
  `deploy/runtime/node_modules/node-linux-${process.arch}/bin/node`,
  `deploy/runtime/node_modules/@pnpm/exe.linux-${process.arch}/pnpm`,
]

const installRuntime = () =>
  once({
    stamp: 'deploy/runtime/node_modules/.stamp',
    inputs: ['deploy/runtime/package-lock.json'],
    makes: runtimePrograms,
    work: async () => {
      say('Fetching the pinned Node.js and pnpm (78 MB, once) …')
      const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']
      await tool('npm', ['ci', '--prefix', runtimeDir, ...flags], {
        env: { ...process.env, ...quiet },
      })
      // Optional to npm, for each fits one processor: it calls it success when it could not fetch them.
      if (runtimePrograms.every((path) => existsSync(join(root, path)))) return
      throw new Stop(
        'npm could not fetch the pinned Node.js and pnpm. Check that it reaches its registry (npm ping), then start again.',
      )
    },
  })

const installPackages = (env) =>
  once({
    stamp: 'node_modules/.stamp',
    inputs: ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'],
    makes: ['server/node_modules', 'shared/node_modules', 'web/node_modules', 'test/node_modules'],
    work: async () => {
      say('Installing the packages of the lock file (once, and when it changes) …')
      const flags = ['--frozen-lockfile', '--prefer-offline', '--reporter=append-only']
      await tool('pnpm', ['install', ...flags], { env: { ...env, ...quiet } })
    },
  })

/**
 * Brings Node.js, pnpm and all packages; nothing to do, and no network needed, when they are there.
 * @returns {Promise<{node: string, env: NodeJS.ProcessEnv}>} env has both first in PATH
 */
export const toolchain = async () => {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    const here = `${process.platform} ${process.arch}`
    throw new Stop(`Mission Control runs on Linux on x64 or arm64; this is ${here}.`)
  }
  if (existsSync('/etc/alpine-release')) {
    throw new Stop('The pinned Node.js needs glibc; Alpine Linux has none. Use Debian 12 or 13.')
  }
  publicUmask()
  await installRuntime()
  const node = chooseNode()
  const path = [
    join(node, '..'),
    pinned('@pnpm', `exe.linux-${process.arch}`),
    join(root, 'node_modules', '.bin'),
    process.env.PATH,
  ]
  const env = { ...process.env, PATH: path.join(delimiter) }
  await installPackages(env)
  return { node, env }
}
