import type { BodyOf, QueueItem, QueueMessage } from '@mc/shared/contract'
import { act } from '../../features/queue/actions.ts'
import { list } from '../../features/queue/items.ts'
import { find } from '../../features/queue/message.ts'
import { QueueViews } from '../../features/queue/views.ts'
import { titleOf } from '../../lib/queue-reasons/index.ts'
import { rowsOf } from '../all-rows.ts'
import { type Command, UsageError } from '../command.ts'
import { type Panel, withPanel } from '../panel.ts'
import { table } from '../table.ts'

const columns = ['queue_id', 'queue', 'sender', 'recipients', 'bytes', 'arrived', 'why'] as const

const withQueue = <T>(work: (panel: Panel & { views: QueueViews }) => Promise<T>): Promise<T> =>
  withPanel(async (panel) => {
    const views = new QueueViews(panel.deps)
    try {
      return await work({ ...panel, views })
    } finally {
      await views.close()
    }
  })

const shown = (item: QueueItem) => ({
  queue_id: item.queue_id,
  queue: item.queue,
  sender: item.sender || '<>',
  recipients: item.recipients
    .slice(0, 3)
    .map(({ address }) => address)
    .concat(item.recipients_total > 3 ? [`+${item.recipients_total - 3}`] : []),
  bytes: item.size_bytes,
  arrived: item.arrived_at,
  why: item.cause === null ? null : titleOf(item.cause),
})

export const listQueue: Command = {
  usage: '[--search <text>]',
  summary: 'mail that waits, oldest first, and how much of it',
  options: { search: { type: 'string' } },
  words: { min: 0, max: 0 },
  run: ({ values: { search } }) =>
    withQueue(async ({ deps, caller, views }) => {
      const counts = await deps.agent.call('queue.counts', {}, caller)
      const first = await views.take(caller)
      const query = {
        view: first.id,
        sort: 'arrived_at',
        dir: 'asc',
        ...(typeof search === 'string' ? { search } : {}),
      } as const
      const items = await rowsOf((at) => list(views, caller, { ...query, ...at }))
      const { active, deferred, hold, incoming, maildrop, total } = counts
      const sum = `${total} messages: ${deferred} deferred, ${active} active, ${hold} on hold, ${incoming} incoming, ${maildrop} in the maildrop`
      const rows = table(items.map(shown), columns, 'There is no such mail in the queue.')
      return { text: `${rows}\n\n${sum}`, data: { counts, items } }
    }),
}

const described = (message: QueueMessage): string => {
  const { queue_id, queue, sender, size_bytes, arrived_at, recipients, headers } = message
  const whys = recipients.flatMap(({ address, why }) => [
    `  ${address}`,
    ...(why
      ? [
          `    ${why.sentence}`,
          `    "${why.evidence}"`,
          ...(why.advice ? [`    ${why.advice}`] : []),
        ]
      : []),
  ])
  const subject = headers.find(({ name }) => name.toLowerCase() === 'subject')?.value
  return [
    `${queue_id}: ${queue}, ${size_bytes} bytes, arrived ${arrived_at}`,
    `from ${sender || '<>'}${subject === undefined ? '' : `, subject: ${subject}`}`,
    ...whys,
    ...(message.next_retry_at === null ? [] : [`next attempt after ${message.next_retry_at}`]),
  ]
    .join('\n')
    .replaceAll(/[^\P{Cc}\n]/gu, '?')
}

export const showQueued: Command = {
  usage: '<queue id>',
  summary: 'one message that waits, and why',
  words: { min: 1, max: 1 },
  run: ({ positionals: [id = ''] }) =>
    withPanel(async ({ deps, caller }) => {
      needId(id)
      const message = await find(deps, caller, id)
      return { text: described(message), data: message }
    }),
}

const ID = /^[0-9A-Za-z]{6,32}$/

const needId = (id: string): void => {
  if (!ID.test(id)) throw new UsageError(`${id} is no queue id; nothing was done. See: mc queue`)
}

const run = (body: BodyOf<'POST /queue'>) =>
  withQueue(async ({ deps, caller, views }) => {
    const reply = await act({ ...deps, views }, caller, body)
    return { text: `${reply.message}.`, data: reply }
  })

export const flushQueue: Command = {
  usage: '',
  summary: 'try all deferred mail now',
  words: { min: 0, max: 0 },
  run: () => run({ action: 'flush' }),
}

const onOne = (
  action: 'clear' | 'hold' | 'release' | 'requeue' | 'deliver',
  summary: string,
): Command => ({
  usage: '<queue id>',
  summary,
  words: { min: 1, max: 1 },
  run: async ({ positionals: [id = ''] }) => {
    needId(id)
    return run({ action, queueId: id })
  },
})

export const deleteQueued = onOne('clear', 'delete one message that waits')
export const holdQueued = onOne('hold', 'keep one message until it is released')
export const releaseQueued = onOne('release', 'give a held message back to Postfix')
export const requeueQueued = onOne('requeue', 'queue one message anew; it gets a new id')
export const deliverQueued = onOne('deliver', 'try one message now')
