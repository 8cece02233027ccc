import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { unpackText } from '@mc/server/trace/blocks.ts'
import { ended } from './child.ts'
import { until } from './until.ts'

const program = fileURLToPath(new URL('./ingest-child.ts', import.meta.url))

/** As its manager starts it. */
const limits = ['--max-semi-space-size=8', '--max-old-space-size=192', '--v8-pool-size=0']

/** The ingest process on a log and an index of a test. */
export const startIngestChild = (log: string, index: string): ChildProcess =>
  spawn(process.execPath, [...limits, program, log, index], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })

export const endIngestChild = async (
  child: ChildProcess,
  signal: 'SIGTERM' | 'SIGKILL',
): Promise<void> => {
  if (ended(child)) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

/** Number of the last line in the index; 0 while there is none. */
export const lastLine = (index: string): number => {
  try {
    const db = new DatabaseSync(index, { readOnly: true })
    try {
      return Number(db.prepare('select line from position').get()?.line ?? 0)
    } finally {
      db.close()
    }
  } catch {
    return 0
  }
}

export const untilLine = (index: string, line: number): Promise<true> =>
  until(`${line} lines are in the index`, 60_000, () => lastLine(index) >= line || undefined)

const tables: Readonly<Record<string, string>> = {
  block: 'select * from block order by first',
  message: 'select * from message order by id',
  delivery: 'select * from delivery order by id',
  queue: 'select * from queue order by queue_id, message',
  // Which statuses a term had in between depends on when it was written.
  term: 'select id, text from term order by id',
  hit: 'select * from hit order by term, at, delivery',
  open: 'select * from open order by key',
  flow: 'select * from flow order by minute',
  service: 'select * from service order by id',
}

/** All that the index says, table by table, row by row; not which file it was read from. */
export const everyRow = (index: string): Record<string, string[]> => {
  const db = new DatabaseSync(index, { readOnly: true })
  try {
    return Object.fromEntries(
      Object.entries(tables).map(([name, sql]) => [
        name,
        db
          .prepare(sql)
          .all()
          .map((row) =>
            JSON.stringify(row, (_key, value: unknown) =>
              value instanceof Uint8Array ? unpackText(value) : value,
            ),
          ),
      ]),
    )
  } finally {
    db.close()
  }
}
