import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { Panel } from './panel.ts'

/**
 * Changes what the private resolver serves as the zone's owner would, until the panel publishes the next time.
 * @returns what runs unbound-control(8) with these arguments
 */
export const zoneOf = (t: Test, { layout }: Panel): ((...command: string[]) => void) => {
  const dir = mkdtempSync(join(tmpdir(), 'mc-dns-'))
  t.teardown(() => rmSync(dir, { recursive: true, force: true }))
  const control = join(dir, 'control.conf')
  // The socket is named as this machine sees it; the panel's own file names it as the daemons do.
  writeFileSync(
    control,
    `remote-control:\n  control-enable: yes\n  control-use-cert: no\n  control-interface: "${layout.stack.unbound.control}"\n`,
  )
  return (...command) => {
    execFileSync('unbound-control', ['-c', control, ...command], { stdio: 'ignore' })
  }
}
