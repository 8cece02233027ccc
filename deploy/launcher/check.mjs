import { toolchain } from './runtime.mjs'
import { say } from './say.mjs'
import { status } from './tool.mjs'

const checks = [
  ['types of server, shared and test', 'tsc', ['-p', '.']],
  ['types of the page', 'tsc', ['-p', 'web']],
  ['format and lint', 'biome', ['ci', '--error-on-warnings', '.']],
  ['directions of imports', 'depcruise', ['shared/src', 'server', 'web/src', 'test']],
  ['dead code and unused packages', 'knip', []],
]

/** The static checks; all are run, so that one call shows everything there is to mend. */
export const main = async () => {
  const { env } = await toolchain()
  let failed = 0
  for (const [what, command, args] of checks) {
    say(`== ${what}`)
    if ((await status(command, args, { env, foreground: true })) !== 0) failed += 1
  }
  say(failed === 0 ? 'all checks passed' : `${failed} of ${checks.length} checks failed`)
  return failed === 0 ? 0 : 1
}
