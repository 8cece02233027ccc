import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import type { HeavyAnswer, HeavyAsk } from './heavy.ts'

const raw = new DatabaseSync(String(workerData), { readOnly: true, timeout: 5000 })
raw.exec('PRAGMA cache_size = -16000')
const kept = new Map<string, StatementSync>()

const rowsOf = (ask: HeavyAsk): unknown[] => {
  const statement = kept.get(ask.sql) ?? raw.prepare(ask.sql)
  if (kept.size < 100) kept.set(ask.sql, statement)
  return statement.all(...(ask.parameters as SQLInputValue[]))
}

parentPort?.on('message', (ask: HeavyAsk) => {
  let answer: HeavyAnswer
  try {
    answer = { id: ask.id, rows: rowsOf(ask) }
  } catch (error) {
    answer = { id: ask.id, error: error instanceof Error ? error.message : String(error) }
  }
  parentPort?.postMessage(answer)
})
