import type { FastifyBaseLogger } from 'fastify'
import type { Agent } from '../../deps.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** The most that one call of the agent takes. */
const AT_ONCE = 1000

/** Logins whose sessions must end; kept until the agent has done it. */
export const sessionEnder = ({
  agent,
  log,
}: {
  readonly agent: Agent
  readonly log: FastifyBaseLogger
}) => {
  const waiting = new Set<string>()
  const work = oneAtATime(async () => {
    while (waiting.size > 0) {
      const addresses = [...waiting].slice(0, AT_ONCE)
      // Taken out first: one that is added again meanwhile has to be ended again.
      for (const address of addresses) waiting.delete(address)
      try {
        await agent.call('sessions.end', { addresses })
      } catch (error) {
        for (const address of addresses) waiting.add(address)
        log.warn({ err: error }, 'Sessions of changed mailboxes are not ended yet; tried again')
        return
      }
    }
  })
  return {
    end: (addresses: readonly string[]): void => {
      if (!agent.present) return
      for (const address of addresses) waiting.add(address)
      void work.run()
    },
    drain: async (): Promise<void> => {
      if (waiting.size > 0) await work.run()
    },
    settled: work.settled,
  }
}
