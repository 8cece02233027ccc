/** One line of a chart; null leaves a gap. */
export interface Series {
  name: string
  values: readonly (number | null)[]
  /** Which of the chart colours; the same thing has the same one everywhere. */
  color: 1 | 2 | 3 | 4
}

export interface ChartData {
  /** Start of the first point, RFC 3339. */
  from: string
  stepSeconds: number
  series: readonly Series[]
  /** A value with its unit, short enough for an axis. */
  format: (value: number) => string
  /** Top of the axis; the highest value when absent. */
  max?: number
  /** Where the value axis is labelled, from 0 to its end, when the usual round numbers are not round in the unit. */
  ticks?: readonly number[]
}
