import { type FlowRow, SPAN } from '../../db/stats.ts'
import type { FlowMinute } from '../../trace/index.ts'

/** Counts of mail per minute between two moments; undefined where nobody counts. */
export type FlowOf = (from: Date, to: Date) => Promise<readonly FlowMinute[] | undefined>

/** Counts may come late: lines are read as they are written, but a busy reader is behind. */
const LATE_MINUTES = 10

/** The rows of the last minutes that are over. A minute without mail is a row too: 0 is not "unknown". */
export const flowRows = async (flow: FlowOf, now: number): Promise<FlowRow[]> => {
  const to = now - (now % SPAN.flow)
  const from = to - LATE_MINUTES * SPAN.flow
  const minutes = await flow(new Date(from * 1000), new Date(to * 1000))
  if (!minutes) return []
  const byTime = new Map(minutes.map((minute) => [Date.parse(minute.at) / 1000, minute]))
  return Array.from({ length: LATE_MINUTES }, (_, i) => {
    const at = from + i * SPAN.flow
    const { in: mail_in = 0, out = 0, rejected = 0, deferred = 0 } = byTime.get(at) ?? {}
    return {
      span: SPAN.flow,
      at,
      mail_in,
      mail_out: out,
      mail_rejected: rejected,
      mail_deferred: deferred,
    }
  })
}
