import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readEnvironment } from './environment.mjs'
import { root } from './paths.mjs'
import { toolchain } from './runtime.mjs'
import { cliCommand, namespacesWork } from './sandbox.mjs'
import { status } from './tool.mjs'

/**
 * The command line tool. As root it sees state folder and checkout where the panel sees them, so that it can give up
 * root for the panel's user even if neither is within that user's reach.
 */
export const main = async (args) => {
  const settings = readEnvironment(process.env)
  const { node, env } = await toolchain()
  const { stateDir, variables } = settings
  if (process.getuid() === 0 && existsSync(stateDir) && namespacesWork()) {
    const { command, args: given, env: inside } = cliCommand({ node, stateDir, variables, args })
    return status(command, given, { env: { ...inside, TERM: process.env.TERM }, foreground: true })
  }
  const own = { ...env, ...variables, MC_STATE_DIR: stateDir }
  return status(node, [join(root, 'server', 'bin', 'mc.ts'), ...args], {
    env: own,
    foreground: true,
  })
}
