import type { History } from '@mc/shared/contract'
import type { Databases } from '../../db/index.ts'
import { readTotals } from '../../db/mail-rows.ts'
import { type Period, readHistory, SPAN } from '../../db/stats.ts'

/** How much there is: kept sums, so that nothing is counted. */
export const counts = async ({ mail }: Databases) => {
  const { domains, users, aliases } = await readTotals(mail)
  return { domains, users, aliases }
}

/** Histories change with the next sample only: one read serves everybody who asks until then. */
export const createHistory = ({ panel }: Databases): ((period: Period) => Promise<History>) => {
  const known = new Map<Period, { slot: number; history: Promise<History> }>()
  return (period) => {
    const now = Math.floor(Date.now() / 1000)
    const slot = now - (now % SPAN.sample)
    const kept = known.get(period)
    if (kept?.slot === slot) return kept.history
    const history = readHistory(panel, period, now)
    known.set(period, { slot, history })
    history.catch(() => known.delete(period))
    return history
  }
}
