import { lazy, type ReactNode, Suspense } from 'react'
import { formatExact } from '../../lib/format.ts'
import { words } from '../../words/index.ts'
import styles from './chart.module.css'
import type { ChartData, Series } from './types.ts'

// A hundred kilobytes that nobody needs to see the page.
const Plot = lazy(() => import('./plot.tsx'))

const Legend = ({ series }: { series: readonly Series[] }) => (
  <ul className={styles.legend} aria-hidden="true">
    {series.map(({ name, color }) => (
      <li key={name} data-color={color}>
        {name}
      </li>
    ))}
  </ul>
)

/** The same figures as a table, newest first, for everybody who cannot or will not read lines. */
const DataTable = ({ label, data }: { label: string; data: ChartData }) => {
  const { from, stepSeconds, series, format } = data
  const start = Date.parse(from)
  const count = series[0]?.values.length ?? 0
  const rows = Array.from({ length: count }, (_, i) => count - 1 - i).filter((i) =>
    series.some(({ values }) => values[i] !== null && values[i] !== undefined),
  )
  return (
    <details className={styles.data}>
      <summary>{words.chart.viewData}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <section className={styles.scroll} aria-label={words.chart.dataOf(label)} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.chart.time}</th>
              {series.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((i) => (
              <tr key={i}>
                <th scope="row">
                  {formatExact(new Date(start + i * stepSeconds * 1000).toISOString())}
                </th>
                {series.map(({ name, values }) => {
                  const value = values[i]
                  return (
                    <td key={name}>
                      {value === null || value === undefined ? words.chart.unknown : format(value)}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}

/** Lines over time with axes, units, values on hover and by arrow keys, and the figures behind “View data”. */
export const TimeChart = ({
  label,
  note,
  data,
}: {
  label: string
  /** What is said beside the title: the value now. */
  note?: ReactNode
  /** Undefined while it is fetched. */
  data: ChartData | undefined
}) => {
  const isEmpty = data?.series.every(({ values }) => values.every((value) => value === null))
  return (
    <figure className={styles.chart} aria-label={label}>
      <figcaption className={styles.head}>
        <span className={styles.title}>{label}</span>
        {note !== undefined && <span className={styles.now}>{note}</span>}
      </figcaption>
      <div className={styles.plot}>
        {data && !isEmpty && (
          <Suspense fallback={null}>
            <Plot label={label} data={data} />
          </Suspense>
        )}
        {isEmpty && <p className={styles.none}>{words.chart.empty}</p>}
      </div>
      <div className={styles.foot}>
        {data && data.series.length > 1 && <Legend series={data.series} />}
        {data && !isEmpty && <DataTable label={label} data={data} />}
      </div>
    </figure>
  )
}
