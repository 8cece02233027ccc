import { Worker } from 'node:worker_threads'
import type {
  Change,
  ViewAnswer,
  ViewAsk,
  ViewFilter,
  ViewPage,
  ViewQuestion,
  ViewRequest,
  ViewSet,
} from './messages.ts'

export type { Change, ViewAsk, ViewFilter, ViewPage, ViewSet } from './messages.ts'

/** Snapshots of the mail queue, in tables of a thread of their own. */
export interface QueueTables {
  /** Fills a new snapshot; the next piece is asked for when the last is in. Nothing is left of one that fails. */
  fill(view: string, pieces: AsyncIterable<string>): Promise<void>
  page(view: string, ask: ViewAsk): Promise<ViewPage>
  set(view: string, filter: ViewFilter, sample: number): Promise<ViewSet>
  change(view: string, ids: readonly string[], change: Change): Promise<void>
  drop(view: string): Promise<void>
  /** Ends the thread and forgets all snapshots; the next question starts another. */
  close(): Promise<void>
}

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** The thread starts with the first question; young objects die quickly there, so it gets little room for them. */
const start = (): Worker =>
  new Worker(new URL('./worker.ts', import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 128 },
  })

const createThread = () => {
  let worker: Worker | undefined
  let last = 0
  const waiting = new Map<number, Waiting>()
  const fail = (error: Error): void => {
    worker = undefined
    for (const one of waiting.values()) one.reject(error)
    waiting.clear()
  }
  const listen = (made: Worker): Worker => {
    made.on('message', (answer: ViewAnswer) => {
      const one = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (waiting.size === 0) made.unref()
      if ('error' in answer) one?.reject(new Error(answer.error))
      else one?.resolve(answer.value)
    })
    made.on('error', fail)
    return made
  }
  return {
    ask: (request: ViewRequest): Promise<unknown> =>
      new Promise((resolve, reject) => {
        worker ??= listen(start())
        worker.ref()
        last += 1
        waiting.set(last, { resolve, reject })
        const question: ViewQuestion = { id: last, request }
        worker.postMessage(question)
      }),
    end: async (): Promise<void> => {
      await worker?.terminate()
      fail(new Error('The snapshots of the queue were closed'))
    },
  }
}

export const openQueueTables = (): QueueTables => {
  const { ask, end } = createThread()
  const drop = async (view: string): Promise<void> => {
    await ask({ do: 'drop', view })
  }
  return {
    fill: async (view, pieces) => {
      await ask({ do: 'begin', view })
      try {
        let taken: Promise<unknown> = Promise.resolve()
        for await (const text of pieces) {
          await taken
          taken = ask({ do: 'piece', view, text })
          taken.catch(() => {})
        }
        await taken
        await ask({ do: 'finish', view })
      } catch (error) {
        await drop(view).catch(() => {})
        throw error
      }
    },
    page: async (view, given) => (await ask({ do: 'page', view, ask: given })) as ViewPage,
    set: async (view, filter, sample) =>
      (await ask({ do: 'set', view, filter, sample })) as ViewSet,
    change: async (view, ids, change) => {
      await ask({ do: 'change', view, ids, change })
    },
    drop,
    close: end,
  }
}
