import { type FlowRow, SPAN } from '../../db/stats.ts'

/** What went through in one minute. */
export interface FlowMinute {
  /** Begin of the minute, seconds since 1970. */
  readonly at: number
  readonly in: number
  readonly out: number
  readonly rejected: number
  readonly deferred: number
}
/** Counts of mail per minute between two moments (seconds since 1970); undefined where nobody counts. */
export type FlowOf = (from: number, to: number) => Promise<readonly FlowMinute[] | undefined>

/** Counts may come late: lines are read as they are written, but a busy reader is behind. */
const LATE_MINUTES = 10

/** The rows of the last minutes that are over. A minute without mail is a row too: 0 is not "unknown". */
export const flowRows = async (flow: FlowOf, now: number): Promise<FlowRow[]> => {
  const to = now - (now % SPAN.flow)
  const from = to - LATE_MINUTES * SPAN.flow
  const minutes = await flow(from, to)
  if (!minutes) return []
  const byTime = new Map(minutes.map((minute) => [minute.at, minute]))
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
