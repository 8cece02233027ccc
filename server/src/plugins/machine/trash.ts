import type { FastifyBaseLogger } from 'fastify'
import type { Databases } from '../../db/index.ts'
import { settleInterrupted, type TrashRow, trashDate } from '../../db/trash.ts'
import type { Agent } from '../../deps.ts'
import { AppError } from '../../http/app-error.ts'
import { oneAtATime } from './one-at-a-time.ts'

interface Parts {
  readonly db: Databases
  readonly agent: Agent
  readonly log: FastifyBaseLogger
  /** Told after mail was moved or erased. */
  readonly onMoved: () => void
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

const page = (db: Databases, state: string, afterId: number): Promise<TrashRow[]> =>
  db.panel
    .selectFrom('trash')
    .selectAll()
    .where('state', '=', state)
    .where('id', '>', afterId)
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

type Step = (parts: Parts, row: TrashRow) => Promise<void>

/** One mailbox that cannot be moved or erased must not keep the others waiting; an agent that is down must. */
const carry = async (parts: Parts, state: string, step: Step): Promise<void> => {
  let last = 0
  for (;;) {
    const rows = await page(parts.db, state, last)
    for (const row of rows) {
      try {
        await step(parts, row)
        parts.onMoved()
      } catch (error) {
        if (error instanceof AppError && error.code === 'agent_unavailable') throw error
        parts.log.error({ err: error, mailbox: row.mailbox_id, state }, 'Trash: step failed')
      }
      last = row.id
    }
    if (rows.length < AT_ONCE) return
  }
}

/** Carries every row of the trash to its next state; what fails stays where it is for the next sweep. */
const sweepAll = async (parts: Parts): Promise<void> => {
  await settleInterrupted(parts.db)
  await markDue(parts.db)
  await carry(parts, 'moving', discard)
  await carry(parts, 'purging', erase)
}

export const trashMover = (parts: Parts) => {
  const work = oneAtATime(async () => {
    try {
      // Without an agent no mail is there to move: only what a crash left open is settled.
      if (parts.agent.present) await sweepAll(parts)
      else await settleInterrupted(parts.db)
    } catch (error) {
      parts.log.warn(
        { err: error },
        'The trash of deleted mailboxes is not up to date yet; tried again',
      )
    }
  })
  return { sweep: work.run, settled: work.settled }
}
