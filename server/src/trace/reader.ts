import { Worker } from 'node:worker_threads'
import type { Trace } from './index.ts'
import { writeKeep } from './keep.ts'
import type { Answer, Ask, Queries } from './reader-worker.ts'

interface Waiting {
  readonly resolve: (value: never) => void
  readonly reject: (error: Error) => void
}

/**
 * Reads the index in a thread of its own: a search through days of lines takes longer than other requests can wait, and
 * node:sqlite is synchronous. The thread starts with the first question and opens the index when there is one.
 * @param file the index; may be absent, and may come later
 */
export const openTrace = (file: string): Trace => {
  let worker: Worker | undefined
  let last = 0
  const waiting = new Map<number, Waiting>()
  const fail = (error: Error): void => {
    worker = undefined
    for (const one of waiting.values()) one.reject(error)
    waiting.clear()
  }
  const start = (): Worker => {
    const made = new Worker(new URL('./reader-worker.ts', import.meta.url), {
      workerData: file,
      // What it reads lives for one answer; a page of the trace or of the log is small.
      resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 96 },
    })
    made.on('message', (answer: Answer) => {
      const one = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (waiting.size === 0) made.unref()
      // The worker answers each question with the value of its own kind.
      if ('value' in answer) one?.resolve(answer.value as never)
      else one?.reject(new Error(answer.error))
    })
    made.on('error', fail)
    return made
  }
  const ask = <N extends keyof Queries>(
    name: N,
    ...args: Parameters<Queries[N]>
  ): Promise<ReturnType<Queries[N]>> =>
    new Promise((resolve, reject) => {
      worker ??= start()
      worker.ref()
      last += 1
      waiting.set(last, { resolve, reject })
      const question: Ask = { id: last, name, args }
      worker.postMessage(question)
    })
  return {
    page: (query) => ask('page', query),
    detail: (id) => ask('detail', id),
    lines: (query) => ask('lines', query),
    linesAfter: (after, limit) => ask('linesAfter', after, limit),
    history: (queueId) => ask('history', queueId),
    flow: (from, to) => ask('flow', from.getTime(), to.getTime()),
    ingest: () => ask('ingest'),
    keep: (days) => writeKeep(file, days),
    close: async () => {
      await worker?.terminate()
      fail(new Error('The trace index was closed'))
    },
  }
}
