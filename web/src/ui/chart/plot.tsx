import {
  Area,
  AreaChart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { formatDay, formatDayMonth, formatExact, formatTime } from '../../lib/format.ts'
import styles from './chart.module.css'
import type { ChartData } from './types.ts'

const DAY_S = 86_400

type Point = { at: number } & Record<string, number | null>

const pointsOf = ({ from, stepSeconds, series }: ChartData): Point[] => {
  const start = Date.parse(from)
  return (series[0]?.values ?? []).map((_, i) => ({
    at: start + i * stepSeconds * 1000,
    ...Object.fromEntries(series.map(({ values }, s) => [`s${s}`, values[i] ?? null])),
  }))
}

const Values = ({ data, at }: { data: ChartData; at: number }) => {
  const { from, stepSeconds, series, format } = data
  const index = Math.round((at - Date.parse(from)) / 1000 / stepSeconds)
  return (
    <div className={styles.values}>
      <div className={styles.when}>{formatExact(new Date(at).toISOString())}</div>
      {series.map(({ name, values, color }) => {
        const value = values[index]
        return (
          <div key={name} className={styles.value} data-color={color}>
            <span>{name}</span>
            <strong>{value === null || value === undefined ? '–' : format(value)}</strong>
          </div>
        )
      })}
    </div>
  )
}

/** The lines themselves. In a file of its own, so that the library is fetched after the page is there. */
const Plot = ({ label, data }: { label: string; data: ChartData }) => {
  const points = pointsOf(data)
  const span = points.length * data.stepSeconds
  const tick = (at: number) => {
    const iso = new Date(at).toISOString()
    if (span > 30 * DAY_S) return formatDayMonth(iso)
    return span > 2 * DAY_S ? formatDayMonth(iso) : formatTime(iso)
  }
  const first = points[0]?.at ?? 0
  const last = points.at(-1)?.at ?? 0
  return (
    <ResponsiveContainer width="100%" height="100%">
      <AreaChart
        data={points}
        margin={{ top: 6, right: 4, bottom: 0, left: 0 }}
        title={`${label}, ${formatDay(new Date(first).toISOString())}`}
      >
        <CartesianGrid vertical={false} />
        <XAxis
          dataKey="at"
          type="number"
          scale="time"
          domain={[first, last]}
          tickFormatter={tick}
          tickCount={5}
          minTickGap={32}
          tickLine={false}
          height={20}
        />
        <YAxis
          width="auto"
          domain={[0, data.ticks?.at(-1) ?? data.max ?? 'auto']}
          {...(data.ticks && { ticks: data.ticks })}
          tickFormatter={(value: number) => data.format(value)}
          tickCount={data.max === undefined ? 4 : 3}
          tickLine={false}
          axisLine={false}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ className: styles.cursor ?? '' }}
          content={({ active, label: at }) =>
            active && typeof at === 'number' ? <Values data={data} at={at} /> : null
          }
        />
        {data.series.map(({ name, color }, s) => (
          <Area
            key={name}
            dataKey={`s${s}`}
            name={name}
            className={styles[`line${color}`] ?? ''}
            type="linear"
            isAnimationActive={false}
            dot={false}
            connectNulls={false}
            strokeWidth={1.5}
          />
        ))}
      </AreaChart>
    </ResponsiveContainer>
  )
}

export default Plot
