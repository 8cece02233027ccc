import { toolchain } from './runtime.mjs'
import { Stop } from './say.mjs'
import { status } from './tool.mjs'

/** Runs any command with the project's Node.js, pnpm and tools first in PATH. */
export const main = async ([command, ...args]) => {
  if (command === undefined) throw new Stop('Usage: node deploy/bootstrap.mjs exec <command> …')
  const { env } = await toolchain()
  return status(command, args, { env, foreground: true })
}
