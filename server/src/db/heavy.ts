import { Worker } from 'node:worker_threads'
import type { CompiledQuery, Kysely } from 'kysely'
import { OneByOne } from '../lib/one-by-one.ts'
import type { MailSchema } from './schema.ts'

/** Runs a compiled read of `mail`; the rows come as plain objects. */
export type RunHeavy = <R>(query: CompiledQuery<R>) => Promise<R[]>

export interface HeavyAsk {
  readonly id: number
  readonly sql: string
  readonly parameters: readonly unknown[]
}
/** What of an error must survive the way between threads: `databaseFault` reads the codes. */
export interface HeavyError {
  readonly message: string
  readonly code: unknown
  readonly errcode: unknown
}
export type HeavyAnswer =
  | { readonly id: number; readonly rows: unknown[] }
  | { readonly id: number; readonly error: HeavyError }

/**
 * MariaDB does the work in a process of its own. One read at a time: searches must not take all connections and all
 * processors from other requests.
 */
export const heavyInline = (mail: Kysely<MailSchema>): RunHeavy => {
  const turns = new OneByOne()
  return (query) => turns.run('heavy', async () => (await mail.executeQuery(query)).rows)
}

/**
 * node:sqlite is synchronous: a scan of 100,000 rows on the event loop would hold up every other request. One worker
 * thread with its own read-only connection does such reads one after the other. It starts with the first of them.
 */
export const heavyInWorker = (file: string): { run: RunHeavy; close: () => Promise<void> } => {
  let worker: Worker | undefined
  let last = 0
  const waiting = new Map<
    number,
    { resolve: (rows: unknown[]) => void; reject: (error: Error) => void }
  >()
  const fail = (error: Error) => {
    worker = undefined
    for (const one of waiting.values()) one.reject(error)
    waiting.clear()
  }
  const start = (): Worker => {
    const made = new Worker(new URL('./heavy-worker.ts', import.meta.url), { workerData: file })
    made.on('message', (answer: HeavyAnswer) => {
      const one = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (waiting.size === 0) made.unref()
      if ('rows' in answer) one?.resolve(answer.rows)
      else one?.reject(Object.assign(new Error(answer.error.message), answer.error))
    })
    made.on('error', fail)
    return made
  }
  return {
    run: <R>(query: CompiledQuery<R>) =>
      new Promise<R[]>((resolve, reject) => {
        worker ??= start()
        worker.ref()
        last += 1
        waiting.set(last, { resolve: (rows) => resolve(rows as R[]), reject })
        const ask: HeavyAsk = { id: last, sql: query.sql, parameters: query.parameters }
        worker.postMessage(ask)
      }),
    close: async () => {
      await worker?.terminate()
      fail(new Error('The database was closed'))
    },
  }
}
