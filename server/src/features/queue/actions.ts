import type { BodyOf, QueueAction, ReplyOf } from '@mc/shared/contract'
import type { Deed, Deps } from '../../deps.ts'
import { invalid } from '../../http/app-error.ts'
import type { Caller } from '../../http/caller.ts'
import { held, notFound } from './faults.ts'
import type { QueueViews } from './views.ts'

type Reply = ReplyOf<'POST /queue'>
/** What can be done to single messages. */
export type MessageAction = Exclude<QueueAction['action'], 'flush' | 'clear'> | 'delete'

export interface Outcome {
  readonly done: readonly string[]
  readonly idle: readonly string[]
}

export interface QueueDeps extends Deps {
  readonly views: QueueViews
}

/** Does it to at most a thousand messages; afterwards every snapshot shows it. */
export const doTo = (
  { agent, views }: QueueDeps,
  caller: Caller,
  action: MessageAction,
  ids: readonly string[],
): Promise<Outcome> => {
  const list = [...ids]
  switch (action) {
    case 'delete':
      return views.mended('gone', () => agent.call('queue.delete', { ids: list }, caller))
    case 'hold':
      return views.mended('hold', () => agent.call('queue.act', { action, ids: list }, caller))
    case 'release':
      return views.mended('deferred', () => agent.call('queue.act', { action, ids: list }, caller))
    case 'requeue':
    case 'deliver':
      return views.during(() => agent.call('queue.act', { action, ids: list }, caller))
  }
}

const done: Readonly<Record<MessageAction, string>> = {
  delete: 'Message deleted',
  hold: 'Message put on hold',
  release: 'Message released; Postfix delivers it at its next look at the queue',
  requeue: 'Message queued anew; it gets a new queue id',
  deliver: 'Delivery is being tried now',
}
const idle: Readonly<Record<MessageAction, string>> = {
  delete: 'The message is still there: Postfix was moving it. Try again.',
  hold: 'The message was on hold already',
  release: 'The message was not on hold',
  requeue: 'The message is being queued anew already',
  deliver: 'The message is being delivered already',
}

const one = async (
  deps: QueueDeps,
  caller: Caller,
  action: MessageAction,
  id: string,
): Promise<Reply> => {
  const outcome = await doTo(deps, caller, action, [id])
  if (outcome.done.length > 0) return { message: done[action], done: 1 }
  if (outcome.idle.length === 0) throw notFound()
  if (action === 'deliver') {
    const message = await deps.agent.call('queue.message', { id }, caller)
    if (message?.queue === 'hold') throw held()
  }
  return { message: idle[action], done: 0 }
}

const count = (n: number): string => `${n} message${n === 1 ? '' : 's'}`

const flush = async ({ agent, views }: QueueDeps, caller: Caller): Promise<Reply> => {
  const { deferred } = await views.during(() => agent.call('queue.flush', {}, caller))
  return { message: `Queue flushed: ${count(deferred)} will be tried now`, done: deferred }
}

const clear = async ({ agent, views }: QueueDeps, caller: Caller): Promise<Reply> => {
  const { deleted } = await views.during(() => agent.call('queue.clear', {}, caller))
  return { message: `Queue cleared: ${count(deleted)} deleted`, done: deleted }
}

/** The name in the audit log: `queue.clear` is all of it, one message is `queue.delete`. */
const deedOf = ({ action, queueId }: BodyOf<'POST /queue'>): Deed => {
  const name = action === 'clear' && queueId !== undefined ? 'delete' : action
  return { action: `queue.${name}`, target: queueId ?? 'all messages' }
}

/** One of the actions on one message, or on all. @throws AppError queue_item_not_found | queue_item_held */
export const act = (
  deps: QueueDeps,
  caller: Caller,
  body: BodyOf<'POST /queue'>,
): Promise<Reply> => {
  const { action, queueId } = body
  if (action === 'flush' && queueId !== undefined) {
    throw invalid(
      'queueId',
      'does not go with flush, which tries all messages; for one it is deliver.',
    )
  }
  if (action !== 'flush' && action !== 'clear' && queueId === undefined) {
    throw invalid('queueId', `is required for ${action}.`)
  }
  return deps.audit.record(caller, deedOf(body), async () => {
    if (action === 'flush') return flush(deps, caller)
    if (queueId === undefined) return clear(deps, caller)
    return one(deps, caller, action === 'clear' ? 'delete' : action, queueId)
  })
}
