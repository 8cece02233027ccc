import { randomBytes } from 'node:crypto'
import type { BodyOf, Job, QueueFilter, QueuePreview } from '@mc/shared/contract'
import { QUEUE } from '@mc/shared/rules'
import { invalid } from '../../http/app-error.ts'
import type { Caller } from '../../http/caller.ts'
import type { MessageAction, QueueDeps } from './actions.ts'
import { work } from './bulk-work.ts'
import { previewGone } from './faults.ts'

type Body = BodyOf<'POST /queue/bulk'>

interface Frozen {
  readonly action: MessageAction
  readonly filter: QueueFilter
  readonly ids: readonly string[]
  readonly owner: string
  readonly expires: number
}

const LIFE_MS = 10 * 60_000
const KEPT = 8

/** Who may run a preview: who made it. */
const ownerOf = ({ actor }: Caller): string => {
  if (actor === null || actor.kind === 'cli') return 'cli'
  return actor.kind === 'token' ? `token ${actor.id}` : `account ${actor.user.id}`
}

/** Sets of messages, frozen as somebody saw them, until he says go. */
export class Previews {
  private readonly frozen = new Map<string, Frozen>()

  keep(set: Omit<Frozen, 'expires'>): { id: string; expires: number } {
    const [first] = this.frozen.keys()
    if (this.frozen.size >= KEPT && first !== undefined) this.frozen.delete(first)
    const id = randomBytes(12).toString('base64url')
    const expires = Date.now() + LIFE_MS
    this.frozen.set(id, { ...set, expires })
    return { id, expires }
  }

  /** Gives a set out once. @throws AppError queue_preview_gone */
  use(id: string, owner: string): Frozen {
    const found = this.frozen.get(id)
    if (found?.owner !== owner || found.expires < Date.now()) throw previewGone()
    this.frozen.delete(id)
    return found
  }
}

/** Freezes what a filter finds in the queue as it is now. */
export const preview = async (
  deps: QueueDeps,
  previews: Previews,
  caller: Caller,
  { action, filter }: { action: MessageAction; filter: QueueFilter },
): Promise<QueuePreview> => {
  const view = await deps.views.take(caller)
  const { ids, sample } = await deps.views.set(view.id, filter, QUEUE.sample)
  const { id, expires } = previews.keep({ action, filter, ids, owner: ownerOf(caller) })
  return {
    preview_id: id,
    count: ids.length,
    sample,
    expires_at: new Date(expires).toISOString(),
  }
}

const steps: Readonly<Record<MessageAction, string>> = {
  delete: 'Delete messages',
  hold: 'Hold messages',
  release: 'Release messages',
  requeue: 'Queue messages anew',
  deliver: 'Try messages now',
}

/** Acts on a frozen set, as a job. @throws AppError queue_preview_gone */
export const run = (
  deps: QueueDeps,
  previews: Previews,
  caller: Caller,
  id: string,
): Promise<Job> => {
  const frozen = previews.use(id, ownerOf(caller))
  const { action, filter, ids } = frozen
  const deed = {
    action: 'queue.bulk',
    target: `${ids.length} messages`,
    after: { action, filter, count: ids.length },
  }
  return deps.audit.record(caller, deed, () =>
    deps.jobs.start(caller, 'queue.bulk', [steps[action]], (progress) =>
      work(deps, caller, frozen, progress),
    ),
  )
}

/** Which of the two a body asks for. @throws AppError validation_failed */
export const readBulk = (
  body: Body,
): { run: string } | { preview: { action: MessageAction; filter: QueueFilter } } => {
  const { action, filter, preview_id } = body
  if (preview_id !== undefined) {
    if (action === undefined && filter === undefined) return { run: preview_id }
    throw invalid('preview_id', 'stands alone: the preview knows its action and its messages.')
  }
  if (action === undefined) throw invalid('action', 'is required, with a filter.')
  if (filter === undefined) throw invalid('filter', 'is required, with an action.')
  return { preview: { action, filter } }
}
