import { useUrl } from '../../lib/url.ts'

const hour = 3_600_000
const lengths = { '1h': hour, '24h': 24 * hour, '7d': 168 * hour, '30d': 720 * hour } as const
export const periodNames = ['', '1h', '24h', '7d', '30d'] as const
export type PeriodName = (typeof periodNames)[number]

export interface Period {
  name: PeriodName | 'custom'
  /** Members of the query. */
  query: { from?: string; to?: string }
  set: (name: PeriodName) => void
}

/** Rounded, so that a question is the same question for a while. */
const ago = (length: number) => {
  const step = length / 60
  return new Date(Math.floor((Date.now() - length) / step) * step).toISOString()
}

const timestamp = (text: string | undefined) => {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

/** The time that a list is narrowed to, kept in the address: `period=24h`, or `from` and `to`. */
export const usePeriod = (): Period => {
  const { search, update } = useUrl()
  const name = periodNames.find((one) => one === search.period) ?? ''
  const from = timestamp(search.from)
  const to = timestamp(search.to)
  const custom = from !== undefined || to !== undefined
  const set = (period: PeriodName) =>
    void update({ period, from: undefined, to: undefined, page: undefined }, true)
  if (custom) return { name: 'custom', query: { ...(from && { from }), ...(to && { to }) }, set }
  return { name, query: name === '' ? {} : { from: ago(lengths[name]) }, set }
}
