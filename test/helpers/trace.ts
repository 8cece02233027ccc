import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Trace } from '@mc/server/trace/index.ts'
import { openTrace } from '@mc/server/trace/reader.ts'
import { TraceWriter } from '@mc/server/trace/writer.ts'
import type { Test } from 'tap'

/** An index of some lines, in a folder that goes with the test. */
export const traceOf = (
  t: Test,
  lines: readonly string[],
  near = Date.now(),
): { trace: Trace; writer: TraceWriter; file: string } => {
  const dir = mkdtempSync(join(tmpdir(), 'mc-trace-'))
  const file = join(dir, 'trace.sqlite')
  const writer = new TraceWriter(file)
  writer.take(lines, { dev: '1', ino: '1', head: 'x', offset: 1 }, near)
  const trace = openTrace(file)
  t.teardown(async () => {
    await trace.close()
    writer.close()
    rmSync(dir, { recursive: true, force: true })
  })
  return { trace, writer, file }
}
