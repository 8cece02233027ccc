import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Result, result } from './child.ts'
import type { Panel } from './panel.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const script = fileURLToPath(new URL('../../server/bin/mc.ts', import.meta.url))

/**
 * Runs the command line tool to its end.
 * @param env what the panel that it is for was started with
 * @param input fed to its standard input
 */
export const mc = (
  env: Readonly<Record<string, string>>,
  args: readonly string[],
  input = '',
): Promise<Result> => {
  const child = spawn(process.execPath, [script, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return result(child)
}

/**
 * The tool as an administrator starts it: as root, through the launcher. Without the hooks that the test runner gives
 * every child: they write into the checkout at the end, which the panel's user may not.
 */
export const launchMc = (panel: Panel, args: readonly string[]): Promise<Result> =>
  result(
    spawn('env', ['-u', 'NODE_OPTIONS', 'node', join('deploy', 'bootstrap.mjs'), 'mc', ...args], {
      cwd: root,
      env: { PATH: process.env.PATH, ...panel.again.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )
