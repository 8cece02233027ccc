import { QUEUE } from '@mc/shared/rules'
import { AppError } from '../../http/app-error.ts'
import type { Caller } from '../../http/caller.ts'
import type { Progress } from '../../plugins/jobs.ts'
import { doTo, type MessageAction, type QueueDeps } from './actions.ts'

/** Messages of a set by what came of them; their sum is `selected`. */
interface Tally {
  selected: number
  done: number
  /** There, but in no need of it. */
  unchanged: number
  /** Delivered or deleted meanwhile. */
  gone: number
  /** Asked for, but no answer came. */
  unsure: number
  not_tried: number
}

/** Delivering costs a program for each message. */
const batchOf = (action: MessageAction): number => (action === 'deliver' ? 200 : QUEUE.idsPerCall)

/** Whether a batch that failed was left alone for certain. */
const wasLeftAlone = (error: unknown): boolean =>
  error instanceof AppError &&
  (error.code === 'busy' ||
    (error.code === 'agent_unavailable' && error.details.outcome !== 'unknown'))

const reasonOf = (error: unknown): string => {
  if (!(error instanceof AppError)) return 'It failed for a reason of our own; the log has it.'
  return error.code === 'agent_unavailable'
    ? 'The part of Mission Control that looks after the mail services does not answer.'
    : error.message
}

/** What is done stays done, and is said. */
const endedEarly = (error: unknown, { selected, done, unsure, not_tried }: Tally): AppError => {
  const rest = [
    ...(unsure > 0 ? [`for ${unsure} no answer came, so look at the queue`] : []),
    ...(not_tried > 0 ? [`${not_tried} were not tried`] : []),
  ]
  return new AppError(
    error instanceof AppError ? error.code : 'internal_error',
    `${reasonOf(error)} Until then it was done for ${done} of ${selected}; ${rest.join('; ')}.`,
    { cause: error },
  )
}

/** Does it to some at a time. Whenever it ends, and however, its tally holds. */
export const work = async (
  deps: QueueDeps,
  caller: Caller,
  { action, ids }: { readonly action: MessageAction; readonly ids: readonly string[] },
  { report, soFar, signal }: Progress,
): Promise<Tally> => {
  const left = ids.length
  const tally = { selected: left, done: 0, unchanged: 0, gone: 0, unsure: 0, not_tried: left }
  for (const some of batches(ids, batchOf(action))) {
    if (signal.aborted) break
    tally.not_tried -= some.length
    tally.unsure = some.length
    // Kept before it is asked for: should this process be killed, the tally names what it does not know.
    await soFar(tally)
    try {
      const { done, idle } = await doTo(deps, caller, action, some)
      tally.done += done.length
      tally.unchanged += idle.length
      tally.gone += some.length - done.length - idle.length
      tally.unsure = 0
    } catch (error) {
      if (wasLeftAlone(error)) {
        tally.not_tried += some.length
        tally.unsure = 0
      }
      await soFar(tally)
      throw endedEarly(error, tally)
    }
    report(((ids.length - tally.not_tried) * 100) / ids.length)
  }
  return tally
}

function* batches(ids: readonly string[], size: number): Generator<readonly string[]> {
  for (let at = 0; at < ids.length; at += size) yield ids.slice(at, at + size)
}
