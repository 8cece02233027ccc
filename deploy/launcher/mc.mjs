import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { readEnvironment } from './environment.mjs'
import { root } from './paths.mjs'
import { toolchain } from './runtime.mjs'
import { bin, enterNamespace, namespacesWork } from './sandbox.mjs'
import { Stop } from './say.mjs'

/** The panel's user where it was started as root; a panel started by somebody else is his. */
const PANEL_UID = 5001

/**
 * The command and its words: in a namespace that shows the panel's user the state folder wherever it stands, or, where
 * none is needed or can be made, as it is. The tool itself gives up root for the owner of the panel's folder.
 */
const commandFor = ({ stateDir }, node, args) => {
  const panel = statSync(join(stateDir, 'panel'), { throwIfNoEntry: false })
  if (!panel) {
    throw new Stop(
      `There is no panel in ${stateDir} yet. Start it with npm start, or set MC_STATE_DIR.`,
    )
  }
  if (process.getuid() === 0 && panel.uid === PANEL_UID && namespacesWork()) {
    return enterNamespace({ what: 'cli', node, stateDir, args })
  }
  return { command: [node, join(root, 'server', 'bin', 'mc.ts'), ...args], stateDir }
}

/** Runs one command of the mc tool at this terminal. */
export const main = async (args) => {
  const settings = readEnvironment(process.env)
  const { node } = await toolchain()
  const { command, stateDir } = commandFor(settings, node, args)
  const [program, ...words] = command
  const child = spawn(program, words, {
    cwd: root,
    stdio: 'inherit',
    env: { ...settings.variables, MC_STATE_DIR: stateDir, PATH: bin, LANG: 'C.UTF-8' },
  })
  // Ctrl-C reaches the tool by itself: it sits at the same terminal. Its status is ours.
  process.on('SIGINT', () => {})
  const [code] = await once(child, 'exit')
  return code ?? 1
}
