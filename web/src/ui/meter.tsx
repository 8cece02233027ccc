import { useId } from 'react'
import { words } from '../words/index.ts'
import styles from './meter.module.css'

/** From here a share is worth a look, and from there a worry. */
const WARN = 80
const BAD = 92

const toneOf = (percent: number) => {
  if (percent >= BAD) return 'bad'
  return percent >= WARN ? 'warn' : undefined
}

/** A share as a bar with its words; a row of a list. */
export const Meter = ({
  label,
  percent,
  note,
  title,
  plain,
}: {
  label: string
  percent: number
  /** The amounts behind the share. */
  note: string
  /** Said on hover. */
  title?: string
  /** A share of nothing that can be full: no warning. */
  plain?: boolean
}) => {
  const id = useId()
  const value = Math.min(100, Math.max(0, Math.round(percent)))
  const tone = plain ? undefined : toneOf(value)
  return (
    <li className={styles.row} data-tip={title}>
      <span id={id}>{label}</span>
      <span className={styles.note}>
        {note}
        {tone && <strong data-tone={tone}> · {words.chart.tones[tone]}</strong>}
      </span>
      <meter
        className={styles.meter}
        aria-labelledby={id}
        min={0}
        max={100}
        value={value}
        data-tone={tone}
      />
    </li>
  )
}
