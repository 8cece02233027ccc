import type { AgentDeps } from '../deps.ts'
import { act, changeMessages } from '../mailqueue/act.ts'
import { createCounts } from '../mailqueue/counts.ts'
import { needRunning, postfixDown } from '../mailqueue/down.ts'
import { readBody, readMessage } from '../mailqueue/message.ts'
import { clearQueue } from '../mailqueue/postsuper.ts'
import { createQueue } from '../queue.ts'
import { ProgramFailed } from '../run.ts'
import type { Handlers } from './index.ts'

type QueueOps =
  | 'queue.counts'
  | 'queue.list'
  | 'queue.act'
  | 'queue.flush'
  | 'queue.delete'
  | 'queue.clear'
  | 'queue.message'
  | 'queue.body'

/** Lines as postqueue writes them: nothing is looked at here, so that a long queue costs root no work. */
async function* list({ layout, stream }: AgentDeps): AsyncGenerator<string> {
  try {
    yield* stream('postqueue', ['-c', layout.stack.postfix.config, '-j'])
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error
    throw postfixDown('could not list its queue', error.stderr, error)
  }
}

export const queueHandlers = (deps: AgentDeps): Pick<Handlers, QueueOps> => {
  const counts = createCounts(deps.layout.stack.postfix.queue)
  const inOrder = createQueue()
  return {
    'queue.counts': counts,
    'queue.list': () => list(deps),
    'queue.act': (input) => inOrder(() => act(deps, input)),
    'queue.delete': ({ ids }) => inOrder(() => changeMessages(deps, 'delete', ids)),
    'queue.clear': () => inOrder(async () => ({ deleted: await clearQueue(deps) })),
    'queue.flush': () =>
      inOrder(async () => {
        await needRunning(deps)
        const { deferred } = await counts()
        const args = ['-c', deps.layout.stack.postfix.config, '-f']
        const { code, stderr } = await deps.run('postqueue', args)
        if (code !== 0) throw postfixDown('does not deliver now', stderr)
        return { deferred }
      }),
    'queue.message': ({ id }) => readMessage(deps, id),
    'queue.body': ({ id }) => readBody(deps, id),
  }
}
