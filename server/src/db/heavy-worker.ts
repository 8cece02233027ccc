import { constants, getPriority, setPriority } from 'node:os'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { rowReader } from './dialects/sqlite.ts'
import type { HeavyAnswer, HeavyAsk } from './heavy.ts'

const KEPT = 100

// On Linux of this thread alone (setpriority(2)): a search gives way to the requests that the main thread answers. A
// process that runs at a lower priority already may not raise it.
if (process.platform === 'linux') {
  setPriority(Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL))
}

type Read = (parameters: readonly unknown[]) => unknown[]

const raw = new DatabaseSync(String(workerData), { readOnly: true, timeout: 5000 })
raw.exec('PRAGMA cache_size = -8000')
const versionQuery = raw.prepare('PRAGMA data_version')
const statements = new Map<string, Read>()

/** Answers for the file as it is: leafing through what a search found counts its rows once. */
const answers = new Map<string, unknown[]>()
let version: unknown

const prepare = (sql: string): Read => {
  const statement = raw.prepare(sql)
  const toRow = rowReader(statement)
  return (parameters) => statement.all(...(parameters as SQLInputValue[])).map(toRow)
}

const statementOf = (sql: string): Read => {
  const statement = statements.get(sql) ?? prepare(sql)
  if (statements.size < KEPT) statements.set(sql, statement)
  return statement
}

const rowsOf = (ask: HeavyAsk): unknown[] => {
  const now = versionQuery.get()?.data_version
  if (now !== version || answers.size >= KEPT) answers.clear()
  version = now
  const key = JSON.stringify([ask.sql, ask.parameters])
  const rows = answers.get(key) ?? statementOf(ask.sql)(ask.parameters)
  // Parts of a streamed list are not asked for twice.
  if (rows.length <= KEPT) answers.set(key, rows)
  return rows
}

parentPort?.on('message', (ask: HeavyAsk) => {
  let answer: HeavyAnswer
  try {
    answer = { id: ask.id, rows: rowsOf(ask) }
  } catch (error) {
    const { message, code, errcode } = Object(error)
    answer = { id: ask.id, error: { message: String(message ?? error), code, errcode } }
  }
  parentPort?.postMessage(answer)
})
