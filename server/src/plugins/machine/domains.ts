import type { FastifyBaseLogger } from 'fastify'
import type { Databases } from '../../db/index.ts'
import type { Agent } from '../../deps.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** Tells the agent all domain names as desired state; behind until that succeeded. */
export const domainKeeper = ({
  db,
  agent,
  log,
}: {
  readonly db: Databases
  readonly agent: Agent
  readonly log: FastifyBaseLogger
}) => {
  let behind = true
  const apply = oneAtATime(async () => {
    behind = true
    try {
      const rows = await db.mail.selectFrom('domains').select('name').orderBy('name').execute()
      await agent.call('domains.apply', { domains: rows.map((row) => row.name) })
      behind = false
    } catch (error) {
      log.warn(
        { err: error },
        'Keys and records of the domains are not up to date yet; tried again',
      )
    }
  })
  const changed = async (): Promise<void> => {
    if (agent.present) await apply.run()
  }
  return {
    changed,
    catchUp: async (): Promise<void> => {
      if (behind) await changed()
    },
    settled: apply.settled,
  }
}
