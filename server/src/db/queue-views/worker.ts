import { parentPort } from 'node:worker_threads'
import type { ViewAnswer, ViewQuestion, ViewRequest } from './messages.ts'
import { Snapshot } from './snapshot.ts'

const snapshots = new Map<string, Snapshot>()

const snapshotOf = (view: string): Snapshot => {
  const found = snapshots.get(view)
  if (!found) throw new Error('There is no such snapshot')
  return found
}

const answer = (request: ViewRequest): unknown => {
  const { view } = request
  switch (request.do) {
    case 'begin':
      snapshots.set(view, new Snapshot())
      return undefined
    case 'piece':
      return snapshotOf(view).add(request.text)
    case 'finish':
      return snapshotOf(view).finish()
    case 'page':
      return snapshotOf(view).page(request.ask)
    case 'set':
      return snapshotOf(view).set(request.filter, request.sample)
    case 'change':
      return snapshotOf(view).change(request.ids, request.change)
    case 'drop':
      snapshotOf(view).close()
      snapshots.delete(view)
      return undefined
  }
}

const reply = (message: ViewAnswer): void => parentPort?.postMessage(message)

parentPort?.on('message', ({ id, request }: ViewQuestion) => {
  try {
    reply({ id, value: answer(request) })
  } catch (error) {
    reply({ id, error: error instanceof Error ? error.message : String(error) })
  }
})
