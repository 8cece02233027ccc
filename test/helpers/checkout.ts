import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/**
 * A clean clone of the last commit, as a new user has it; gone when the test ends.
 * @param parent folder that exists; a fresh one with a space in its name is made in it
 * @param mode of that fresh folder
 */
export const freshCheckout = (t: Test, parent: string, mode: number): string => {
  const folder = mkdtempSync(join(parent, 'mission control '))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  chmodSync(folder, mode)
  const checkout = join(folder, 'a clone')
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', repository, checkout])
  return checkout
}
