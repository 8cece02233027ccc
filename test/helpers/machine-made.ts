import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Machine } from './machine.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
/** What a start or a build has made; their stamps tell whether it fits the clone's sources. */
const made = [
  'deploy/runtime/node_modules',
  ...['', 'server/', 'shared/', 'web/', 'test/'].map((folder) => `${folder}node_modules`),
  'web/dist',
]

/**
 * Copies the runtime, the packages and the page of this checkout into the clone on a machine, for tests of what comes
 * after: minutes on a busy machine. What does not fit is made anew there.
 * @param clone the clone's path on the machine
 */
export const copyMade = (machine: Machine, clone: string): void => {
  const present = made.filter((path) => existsSync(join(repository, path)))
  const to = join(machine.root(), clone)
  execFileSync('cp', ['--archive', '--parents', ...present, to], { cwd: repository })
}
