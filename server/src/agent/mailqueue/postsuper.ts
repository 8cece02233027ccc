import type { AgentDeps } from '../deps.ts'
import { postfixDown } from './down.ts'

/** postsuper(1)'s option, and what it says of each message that it did it to. */
const ways = {
  delete: { option: '-d', said: 'removed', total: 'Deleted' },
  hold: { option: '-h', said: 'placed on hold', total: 'Placed on hold' },
  release: { option: '-H', said: 'released from hold', total: 'Released from hold' },
  requeue: { option: '-r', said: 'requeued', total: 'Requeued' },
} as const
export type Way = keyof typeof ways

/** By itself it leaves out what waits for pickup(8), which is as much in the queue as the rest. */
const everywhere = ['hold', 'incoming', 'active', 'deferred', 'maildrop']

/** @returns the ids that postsuper names, and the number it gives; undefined where it gives none */
export const readPostsuper = (
  text: string,
  way: Way,
): { done: string[]; total: number | undefined } => {
  const { said, total } = ways[way]
  const each = new RegExp(`^postsuper: ([0-9A-Za-z]+): ${said}$`, 'gm')
  const sum = new RegExp(`^postsuper: ${total}: (\\d+) messages?$`, 'm').exec(text)?.[1]
  return {
    done: [...text.matchAll(each)].flatMap((match) => match[1] ?? []),
    total: sum === undefined ? undefined : Number(sum),
  }
}

const MAX_OUTPUT = 8 * 1024 * 1024
/** Milliseconds; deleting 100,000 files takes a slow disk minutes. */
const PATIENCE = { some: 110_000, all: 280_000 }

const run = async (deps: AgentDeps, way: Way, id: string, input: string) => {
  const { layout } = deps
  const where = way === 'delete' ? everywhere : []
  const { code, stderr, timedOut } = await deps.run(
    'postsuper',
    ['-c', layout.stack.postfix.config, ways[way].option, id, ...where],
    { input, timeout: id === 'ALL' ? PATIENCE.all : PATIENCE.some, maxOutput: MAX_OUTPUT },
  )
  const read = readPostsuper(stderr, way)
  // Status 0 says only that it came to its end; without a number it did not.
  if (read.total === undefined) {
    const what = timedOut ? 'was not done with its queue in time' : 'did not say what it did'
    throw postfixDown(what, stderr)
  }
  if (code !== 0) deps.log.warn({ code, stderr }, 'postsuper did its work and complained')
  return { done: read.done, total: read.total }
}

/**
 * Does it to the messages named, by way of standard input.
 * @returns the ids it was done to
 */
export const postsuper = async (
  deps: AgentDeps,
  way: Way,
  ids: readonly string[],
): Promise<string[]> => {
  const { done, total } = await run(deps, way, '-', ids.map((id) => `${id}\n`).join(''))
  if (done.length !== total) deps.log.warn({ named: done.length, total }, 'postsuper miscounted')
  return done
}

/** Rounds of deleting everything: a message that is being delivered may be between two folders. */
const MAX_ROUNDS = 20

/** Deletes everything, again and again until nothing was left to delete. @returns how many in all */
export const clearQueue = async (deps: AgentDeps): Promise<number> => {
  let deleted = 0
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { total } = await run(deps, 'delete', 'ALL', '')
    deleted += total
    if (total === 0) break
  }
  return deleted
}
