import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readEnvironment } from './environment.mjs'
import { isInstalled, readSettings } from './install-files.mjs'
import { root } from './paths.mjs'
import { toolchain } from './runtime.mjs'
import { cliCommand, namespacesWork } from './sandbox.mjs'
import { status } from './tool.mjs'

const tool = join(root, 'server', 'bin', 'mc.ts')

/** The panel that was installed on this machine is meant, unless the caller names another by its settings. */
const meansInstalled = () =>
  process.getuid() === 0 &&
  isInstalled() &&
  !Object.keys(process.env).some((name) => name.startsWith('MC_'))

/**
 * The command line tool. As root it sees state folder and checkout where the panel sees them, so that it can give up
 * root for the panel's user even if neither is within that user's reach.
 */
export const main = async (args) => {
  if (meansInstalled()) {
    const { node, env } = await toolchain()
    const own = { ...env, ...readSettings() }
    return status(node, [tool, ...args], { env: own, foreground: true })
  }
  const settings = readEnvironment(process.env)
  const { node, env } = await toolchain()
  const { stateDir, variables } = settings
  if (process.getuid() === 0 && existsSync(stateDir) && namespacesWork()) {
    const { command, args: given, env: inside } = cliCommand({ node, stateDir, variables, args })
    return status(command, given, { env: { ...inside, TERM: process.env.TERM }, foreground: true })
  }
  const own = { ...env, ...variables, MC_STATE_DIR: stateDir }
  return status(node, [tool, ...args], {
    env: own,
    foreground: true,
  })
}
