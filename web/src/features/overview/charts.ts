import type { Stats } from '@mc/shared/contract'
import { formatBytes, formatNumber } from '../../lib/format.ts'
import type { ChartData, Series } from '../../ui/chart/types.ts'
import { words } from '../../words/overview.ts'

const own = words.overview.health
type History = Stats['history']

export const formatPercent = (value: number) => `${formatNumber(Math.round(value * 10) / 10)} %`
const perSecond = (bytes: number) => own.perSecond(formatBytes(bytes))

/** Four marks that are round in the unit that they are written in. */
const byteTicks = (values: readonly (number | null)[]): readonly number[] => {
  const most = Math.max(1, ...values.map((value) => value ?? 0))
  const unit = 1024 ** Math.floor(Math.log2(most) / 10)
  const step = [1, 2, 5, 10, 20, 50, 100, 200].find((size) => 3 * size * unit >= most) ?? 500
  return [0, 1, 2, 3].map((place) => place * step * unit)
}

const chart = (
  { from, step_seconds }: History,
  series: readonly Series[],
  format: ChartData['format'],
  max?: number,
): ChartData => ({
  from,
  stepSeconds: step_seconds,
  series,
  format,
  ...(max === undefined ? {} : { max }),
})

/** What of the history each chart shows. */
export const charts = {
  flow: (history: History) =>
    chart(
      history,
      [
        { name: own.mailIn, values: history.mail_in, color: 1 },
        { name: own.mailOut, values: history.mail_out, color: 2 },
        { name: own.mailDeferred, values: history.mail_deferred, color: 3 },
        { name: own.mailRejected, values: history.mail_rejected, color: 4 },
      ],
      formatNumber,
    ),
  queue: (history: History) =>
    chart(history, [{ name: own.queue, values: history.queue, color: 3 }], formatNumber),
  cpu: (history: History) =>
    chart(history, [{ name: own.cpu, values: history.cpu_percent, color: 1 }], formatPercent, 100),
  memory: (history: History) =>
    chart(
      history,
      [
        { name: own.memory, values: history.memory_percent, color: 1 },
        { name: own.swap, values: history.swap_percent, color: 2 },
      ],
      formatPercent,
      100,
    ),
  network: (history: History): ChartData => ({
    ...chart(
      history,
      [
        { name: own.received, values: history.network_received, color: 1 },
        { name: own.sent, values: history.network_sent, color: 2 },
      ],
      perSecond,
    ),
    ticks: byteTicks([...history.network_received, ...history.network_sent]),
  }),
  disk: (history: History) =>
    chart(
      history,
      [{ name: own.disk, values: history.disk_percent, color: 1 }],
      formatPercent,
      100,
    ),
}
