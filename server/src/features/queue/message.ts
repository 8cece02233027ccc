import type { QueueMessage, ReplyOf } from '@mc/shared/contract'
import type { Deps } from '../../deps.ts'
import type { Caller } from '../../http/caller.ts'
import { can } from '../../lib/can.ts'
import { explain } from '../../lib/queue-reasons/index.ts'
import { notFound } from './faults.ts'

/** Header fields with their continuation lines joined (RFC 5322 2.2.3). */
export const readHeaders = (text: string): QueueMessage['headers'] =>
  text
    .replaceAll(/\r?\n(?=[ \t])/g, '')
    .split(/\r?\n/)
    .flatMap((line) => {
      const colon = line.indexOf(':')
      if (colon <= 0) return []
      return [{ name: line.slice(0, colon), value: line.slice(colon + 1).trim() }]
    })

/** Mail that waits for days is tried hundreds of times: the latest lines tell how it stands. */
const MAX_HISTORY = 200

/** What the mail log says of a message, to who may read the log; nothing where it cannot be read. */
const historyOf = async (
  { trace, log }: Deps,
  { actor }: Caller,
  queueId: string,
): Promise<Pick<QueueMessage, 'history'>> => {
  if (!actor || !can(actor, 'logs', 'read')) return {}
  try {
    const steps = await trace.history(queueId)
    const latest = steps.slice(-MAX_HISTORY)
    return {
      history: latest.map(({ at, service, line }) => ({ timestamp: at, service, message: line })),
    }
  } catch (err) {
    log.warn({ err }, 'The history of a queued message could not be read')
    return {}
  }
}

/** One message with all that is known of it, but its body. @throws AppError queue_item_not_found */
export const find = async (deps: Deps, caller: Caller, queue_id: string): Promise<QueueMessage> => {
  const found = await deps.agent.call('queue.message', { id: queue_id }, caller)
  if (!found) throw notFound()
  const recipients = found.recipients.map(({ address, reason }) => ({
    address,
    reason,
    why: reason === null ? null : explain(reason),
  }))
  const { next_retry_ms } = found
  return {
    queue_id,
    queue: found.queue,
    sender: found.sender,
    recipients,
    recipients_total: recipients.length,
    size_bytes: found.size_bytes,
    arrived_at: new Date(found.arrived_ms).toISOString(),
    forced_expire: found.forced_expire,
    cause: recipients.find(({ why }) => why)?.why?.cause ?? null,
    headers: readHeaders(found.headers),
    headers_truncated: found.headers_truncated,
    next_retry_at: next_retry_ms === null ? null : new Date(next_retry_ms).toISOString(),
    ...(await historyOf(deps, caller, queue_id)),
  }
}

/** What a message says. Its reading is recorded before it is read. @throws AppError queue_item_not_found */
export const readBody = (
  { agent, audit }: Deps,
  caller: Caller,
  queue_id: string,
): Promise<ReplyOf<'GET /queue/items/{queue_id}/body'>> =>
  audit.record(caller, { action: 'queue.read_body', target: queue_id }, async () => {
    const found = await agent.call('queue.body', { id: queue_id }, caller)
    if (!found) throw notFound()
    return { queue_id, ...found }
  })
