import { buildPage } from './page.mjs'
import { toolchain } from './runtime.mjs'

/** Installs what is missing and builds the page. */
export const main = async () => {
  await buildPage(await toolchain())
  return 0
}
