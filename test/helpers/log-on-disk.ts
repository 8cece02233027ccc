import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Test } from 'tap'
import type { TestApp } from './app.ts'
import { endIngestChild, lastLine, startIngestChild, untilLine } from './trace-index.ts'

/** A mail log that a test writes and the panel's own ingest process reads; both end with the test. */
export const startLog = (t: Test, { deps }: TestApp) => {
  const folder = mkdtempSync(join(tmpdir(), 'mc-log-'))
  const log = join(folder, 'mail.log')
  const index = deps.config.layout.panel.trace
  mkdirSync(dirname(index), { recursive: true })
  appendFileSync(log, '')
  const child = startIngestChild(log, index)
  t.teardown(async () => {
    await endIngestChild(child, 'SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    /** Writes lines and waits until they are in the index. */
    write: async (lines: readonly string[]): Promise<void> => {
      const before = lastLine(index)
      appendFileSync(log, lines.map((line) => `${line}\n`).join(''))
      await untilLine(index, before + lines.length)
    },
    /** The ingest process ends, as when it was stopped. */
    end: () => endIngestChild(child, 'SIGTERM'),
  }
}
