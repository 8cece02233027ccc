import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import type { Config } from '../config/config.ts'
import { createLog } from '../lib/log.ts'
import { followLog } from './follow.ts'
import { readKeep } from './keep.ts'
import { TraceWriter } from './writer.ts'

const ALIVE_MS = 2000
const RETRY_MS = 5000
const DAY_MS = 86_400_000

/**
 * Reads the mail log into the index until the signal comes.
 * @param mailLog the file that the daemons' syslog writes
 * @param file the index
 */
export const ingest = async (mailLog: string, file: string, signal: AbortSignal): Promise<void> => {
  const writer = new TraceWriter(file)
  let told = 0
  const tell = (behind: number): void => {
    const now = Date.now()
    if (now - told < ALIVE_MS) return
    told = now
    writer.alive(now, behind)
    writer.forget(now - readKeep(file) * DAY_MS)
  }
  const reached = () => ({ position: writer.position, readTo: writer.readTo })
  try {
    for await (const batch of followLog(mailLog, reached, signal)) {
      if (batch) writer.take(batch.lines, batch.position, batch.writtenAt)
      tell(batch?.behind ?? 0)
      await nextTurn()
    }
  } finally {
    writer.close()
  }
}

/** The ingest process: reads until SIGTERM or SIGINT. What fails is begun anew from where the index stands. */
export const startIngest = async ({ layout }: Config): Promise<void> => {
  const log = createLog()
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort())
  while (!stop.signal.aborted) {
    try {
      await ingest(layout.stack.rsyslog.mailLog, layout.panel.trace, stop.signal)
    } catch (err) {
      log.error({ err }, 'The mail log cannot be read; mail goes on, the trace stands still')
      await delay(RETRY_MS, undefined, { signal: stop.signal }).catch(() => {})
    }
  }
}
