import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Result, result } from './child.ts'

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
