import { statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import type { QueryOf } from '@mc/shared/contract'
import { PAGE } from '@mc/shared/rules'
import { openTraceReader } from '../db/trace-file.ts'
import { detail, history } from './read/detail.ts'
import { flow } from './read/flow.ts'
import { ingestState } from './read/ingest-state.ts'
import { lines, linesAfter } from './read/lines.ts'
import { page } from './read/page.ts'

const empty = {
  page: (query: QueryOf<'GET /logs/trace'>) => ({
    data: [],
    total: 0,
    total_is_least: false,
    page: query.page ?? 1,
    pageSize: query.pageSize ?? PAGE.default,
    ingest: ingestState(undefined),
  }),
  detail: () => undefined,
  lines: () => ({
    data: [],
    more: false,
    before: null,
    searched_to: null,
    services: [],
    ingest: ingestState(undefined),
  }),
  linesAfter: () => ({ lines: [], last: 0 }),
  history: () => [],
  flow: () => [],
  ingest: () => ingestState(undefined),
}
const queries = { page, detail, lines, linesAfter, history, flow, ingest: ingestState }

type WithoutDb<F> = F extends (db: DatabaseSync, ...args: infer A) => infer R
  ? (...args: A) => R
  : never
export type Queries = { readonly [N in keyof typeof queries]: WithoutDb<(typeof queries)[N]> }
export interface Ask {
  readonly id: number
  readonly name: keyof Queries
  readonly args: readonly unknown[]
}
export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string }

const file = String(workerData)
let db: DatabaseSync | undefined
/** Number on the disk of the file that is open. */
let opened: number | undefined

const letGo = (): void => {
  db?.close()
  db = undefined
}

/**
 * Undefined while there is no index, or none that this version reads: the ingest process makes it. Thrown away and made
 * anew it is another file of the same name.
 */
const index = (): DatabaseSync | undefined => {
  const now = statSync(file, { throwIfNoEntry: false })?.ino
  if (now !== opened) letGo()
  opened = now
  if (now === undefined) return undefined
  try {
    db ??= openTraceReader(file)
  } catch {
    db = undefined
  }
  return db
}

const answer = ({ id, name, args }: Ask): Answer => {
  const open = index()
  try {
    // `reader.ts` has checked name and arguments against Queries.
    const run = (open ? queries[name] : empty[name]) as (...args: unknown[]) => unknown
    return { id, value: open ? run(open, ...args) : run(...args) }
  } catch (error) {
    // Looked at afresh next time.
    letGo()
    return { id, error: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.on('message', (ask: Ask) => parentPort?.postMessage(answer(ask)))
