import type { FastifyBaseLogger } from 'fastify'
import type { Databases } from '../../db/index.ts'
import { settleInterrupted, type TrashRow, trashDate } from '../../db/trash.ts'
import type { Agent } from '../../deps.ts'
import { oneAtATime } from './one-at-a-time.ts'

interface Parts {
  readonly db: Databases
  readonly agent: Agent
  readonly log: FastifyBaseLogger
}

const AT_ONCE = 200

const discard = async ({ db, agent }: Parts, row: TrashRow): Promise<void> => {
  const { size_bytes } = await agent.call('mailstore.discard', {
    home_id: row.home_id,
    mailbox_id: row.mailbox_id,
    trash_date: trashDate(row),
  })
  await db.panel
    .updateTable('trash')
    .set({ state: 'kept', size_bytes, changed_at: new Date().toISOString() })
    .where('id', '=', row.id)
    .where('state', '=', 'moving')
    .execute()
}

const erase = async ({ db, agent }: Parts, row: TrashRow): Promise<void> => {
  await agent.call('mailstore.purge', { mailbox_id: row.mailbox_id, trash_date: trashDate(row) })
  await db.panel.deleteFrom('trash').where('id', '=', row.id).execute()
}

const inState = (db: Databases, state: string): Promise<TrashRow[]> =>
  db.panel
    .selectFrom('trash')
    .selectAll()
    .where('state', '=', state)
    .orderBy('id')
    .limit(AT_ONCE)
    .execute()

const markDue = (db: Databases): Promise<unknown> =>
  db.panel
    .updateTable('trash')
    .set({ state: 'purging' })
    .where('state', '=', 'kept')
    .where('purge_at', '<=', new Date().toISOString())
    .execute()

/** Carries every row of the trash to its next state; what fails stays where it is for the next sweep. */
const sweepAll = async (parts: Parts): Promise<void> => {
  await settleInterrupted(parts.db)
  await markDue(parts.db)
  for (const [state, step] of [
    ['moving', discard],
    ['purging', erase],
  ] as const) {
    for (;;) {
      const rows = await inState(parts.db, state)
      for (const row of rows) await step(parts, row)
      if (rows.length < AT_ONCE) break
    }
  }
}

export const trashMover = (parts: Parts) => {
  const work = oneAtATime(async () => {
    try {
      await sweepAll(parts)
    } catch (error) {
      parts.log.warn(
        { err: error },
        'The trash of deleted mailboxes is not up to date yet; tried again',
      )
    }
  })
  return {
    sweep: async (): Promise<void> => {
      if (parts.agent.present) await work.run()
      else await settleInterrupted(parts.db)
    },
    settled: work.settled,
  }
}
