import { dkimName } from '@mc/shared/dkim-record'
import type { FastifyBaseLogger } from 'fastify'
import { type DkimRow, dueForCheck, endGrace, forgetKey, noteSeen } from '../../db/dkim.ts'
import type { Databases } from '../../db/index.ts'
import type { Agent } from '../../deps.ts'
import { judgeAnswers } from '../../lib/dkim-published.ts'
import type { LookTxt } from '../../lib/look-txt.ts'
import { oneAtATime } from './one-at-a-time.ts'

interface Parts {
  readonly db: Databases
  readonly agent: Agent
  readonly log: FastifyBaseLogger
  readonly lookTxt: LookTxt
  /** Makes the signing tables as the rows are. */
  readonly apply: () => Promise<void>
  readonly onKeys: () => void
}

/** A pending key is waited for; the others hardly ever change. */
const WAITING_MS = 55_000
const OTHERS_MS = 3_600_000
/** Look-ups in one sweep, and at once: 100,000 keys are through in less than an hour. */
const AT_ONCE = 2000
const PARALLEL = 16

const ago = (ms: number): string => new Date(Date.now() - ms).toISOString()

/** Looks at one record. @returns whether there was something new */
const checkOne = async (
  { db, lookTxt }: Parts,
  row: DkimRow,
  signal: AbortSignal,
): Promise<boolean> => {
  const seen = judgeAnswers(await lookTxt(dkimName(row.selector, row.domain), signal), row)
  // Cut off, not answered.
  if (signal.aborted) return false
  const gone = row.removed_at !== null && ['missing', 'mismatch'].includes(seen.dns_status)
  if (!gone) return noteSeen(db, row, seen)
  // Neither file nor record is left: the key is history.
  await forgetKey(db, row.id)
  return true
}

/** Watches the records of all keys and ends what is over. */
export const dkimWatcher = (parts: Parts) => {
  const { db, agent, log, apply, onKeys } = parts
  const stopping = new AbortController()
  const check = async (rows: readonly DkimRow[]): Promise<void> => {
    let news = false
    const next = rows.values()
    const worker = async (): Promise<void> => {
      for (const row of next) {
        if (stopping.signal.aborted) return
        if (await checkOne(parts, row, stopping.signal)) news = true
      }
    }
    await Promise.all(Array.from({ length: PARALLEL }, worker))
    if (news) onKeys()
  }
  const work = oneAtATime(async () => {
    try {
      if ((await endGrace(db)) > 0) {
        onKeys()
        await apply()
      }
      const before = { waiting: ago(WAITING_MS), others: ago(OTHERS_MS) }
      await check(await dueForCheck(db, before, AT_ONCE))
    } catch (error) {
      log.warn({ err: error }, 'DKIM keys were not all looked after; tried again')
    }
  })
  return {
    check,
    sweep: async (): Promise<void> => {
      if (agent.present) await work.run()
    },
    /** Asks nothing more and cuts off what is under way. */
    stop: (): void => stopping.abort(),
    settled: work.settled,
  }
}
