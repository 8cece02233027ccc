import { join } from 'node:path'
import { buildPage } from './page.mjs'
import { root } from './paths.mjs'
import { toolchain } from './runtime.mjs'
import { status } from './tool.mjs'

/** Measures against the bare handlers and prints the ratios beside their targets. */
export const main = async (args) => {
  const tools = await toolchain()
  await buildPage(tools)
  return status(tools.node, [join(root, 'test', 'bench', 'main.ts'), ...args], {
    env: tools.env,
    foreground: true,
  })
}
