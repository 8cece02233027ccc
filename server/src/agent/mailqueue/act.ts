import { connect } from 'node:net'
import { join } from 'node:path'
import type { OpInput, OpOutput } from '@mc/shared/ops'
import type { AgentDeps } from '../deps.ts'
import { needRunning, postfixDown } from './down.ts'
import { postsuper, type Way } from './postsuper.ts'
import { createFinder } from './spool.ts'

type Outcome = OpOutput<'queue.act'>

/** Those of the ids that are still somewhere in the queue. */
const stillThere = async ({ layout }: AgentDeps, ids: readonly string[]): Promise<string[]> => {
  if (ids.length === 0) return []
  const find = await createFinder(layout.stack.postfix.queue)
  const there: string[] = []
  for (const id of ids) if (await find(id)) there.push(id)
  return there
}

/**
 * Rouses pickup(8), which else looks into the maildrop once a minute: the one byte that postdrop(1) sends it (its
 * trigger protocol, mail_trigger(3)). Nothing is lost when it is not heard.
 */
const wakePickup = ({ layout }: AgentDeps): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(join(layout.stack.postfix.queue, 'public/pickup'))
    socket.setTimeout(1000, () => socket.destroy())
    socket.on('error', () => {})
    socket.on('close', () => resolve())
    socket.end('W')
  })

/** One of postsuper's actions on the messages named. */
export const changeMessages = async (
  deps: AgentDeps,
  way: Way,
  ids: readonly string[],
): Promise<Outcome> => {
  const wanted = [...new Set(ids)]
  const done = await postsuper(deps, way, wanted)
  const acted = new Set(done)
  const left = wanted.filter((id) => !acted.has(id))
  // A message that changed folders under postsuper's eyes was missed: it is asked once more.
  const missed = way === 'release' ? [] : await stillThere(deps, left)
  if (missed.length > 0) done.push(...(await postsuper(deps, way, missed)))
  if (way === 'requeue' && done.length > 0) await wakePickup(deps)
  const all = new Set(done)
  return {
    done: [...all],
    idle: await stillThere(
      deps,
      left.filter((id) => !all.has(id)),
    ),
  }
}

/** postqueue(1) takes one id a call. */
const AT_ONCE = 4

/** Tries deferred messages now. What is held, or being delivered already, is `idle`. */
export const deliverMessages = async (
  deps: AgentDeps,
  ids: readonly string[],
): Promise<Outcome> => {
  await needRunning(deps)
  const { config, queue } = deps.layout.stack.postfix
  const find = await createFinder(queue)
  const rest = [...new Set(ids)]
  const outcome: Outcome = { done: [], idle: [] }
  const work = async (): Promise<void> => {
    for (let id = rest.shift(); id !== undefined; id = rest.shift()) {
      const place = await find(id)
      if (!place) continue
      if (place.queue !== 'deferred') {
        outcome.idle.push(id)
        continue
      }
      const { code, stderr } = await deps.run('postqueue', ['-c', config, '-i', id])
      if (code !== 0) throw postfixDown('does not deliver now', stderr)
      outcome.done.push(id)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return outcome
}

export const act = (deps: AgentDeps, { action, ids }: OpInput<'queue.act'>): Promise<Outcome> =>
  action === 'deliver' ? deliverMessages(deps, ids) : changeMessages(deps, action, ids)
