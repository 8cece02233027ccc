import { join } from 'node:path'
import type { OpOutput } from '@mc/shared/ops'
import { createCounter } from './spool.ts'

type Counts = OpOutput<'queue.counts'>
const queues = ['active', 'deferred', 'hold', 'bounce', 'maildrop', 'incoming', 'corrupt'] as const

/** Counts the files of each queue; also right while Postfix is stopped. */
export const createCounts = (spool: string): (() => Promise<Counts>) => {
  const count = createCounter()
  return async () => {
    const found = await Promise.all(
      queues.map(async (name) => [name, await count(join(spool, name))] as const),
    )
    const { active, deferred, hold, bounce, maildrop, incoming, corrupt } = Object.fromEntries(
      found,
    ) as Record<(typeof queues)[number], number>
    const total = active + deferred + hold + maildrop + incoming
    return { active, deferred, hold, bounce, maildrop, incoming, corrupt, total }
  }
}
