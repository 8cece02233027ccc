import type { Bed } from './bed.ts'

/** One line of the report. */
export interface Line {
  readonly figure: string
  readonly measured: string
  readonly target: string
  readonly ok: boolean
  /** What helps to read the number. */
  readonly note?: string
}

export interface Effort {
  /** Rounds of each measurement; the median counts. */
  readonly rounds: number
  /** Seconds of load a round. */
  readonly seconds: number
}

/** A figure is measured on each database, or once for all. */
export type Figure =
  | { readonly on: 'database'; measure(bed: Bed, effort: Effort): Promise<Line[]> }
  | { readonly on: 'once'; measure(effort: Effort): Promise<Line[]> }

/** A line whose number must not exceed the target. */
export const atMost = (
  figure: string,
  value: number,
  target: number,
  unit: string,
  note?: string,
): Line => ({
  figure,
  measured: `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} ${unit}`,
  target: `≤ ${target.toLocaleString('en')} ${unit}`,
  ok: value <= target,
  ...(note === undefined ? {} : { note }),
})

/** A line whose number must reach the target. */
export const atLeast = (
  figure: string,
  value: number,
  target: number,
  unit: string,
  note?: string,
): Line => ({
  figure,
  measured: `${Math.round(value).toLocaleString('en')} ${unit}`,
  target: `≥ ${target.toLocaleString('en')} ${unit}`,
  ok: value >= target,
  ...(note === undefined ? {} : { note }),
})

/** A line whose ratio to the bare handler must reach the target. */
export const atLeastRatio = (
  figure: string,
  value: number,
  target: number,
  note: string,
): Line => ({
  figure,
  measured: `${value.toFixed(2)} ×`,
  target: `≥ ${target} × bare`,
  ok: value >= target,
  note,
})
