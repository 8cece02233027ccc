import { type ReactNode, useId } from 'react'
import styles from './segments.module.css'

export interface Segment<T extends string> {
  value: T
  label: string
  /** How many there are. */
  count?: ReactNode
}

/** One choice out of a few that are all in sight: radio buttons, so arrows move and choose. */
export const Segments = <T extends string>({
  label,
  value,
  segments,
  onChange,
}: {
  label: string
  value: T
  segments: readonly Segment<T>[]
  onChange: (value: T) => void
}) => {
  const name = useId()
  return (
    <fieldset className={styles.segments}>
      <legend className="sr-only">{label}</legend>
      {segments.map((segment) => (
        <label key={segment.value} className={styles.segment}>
          <input
            type="radio"
            name={name}
            checked={segment.value === value}
            onChange={() => onChange(segment.value)}
          />
          {segment.label}
          {segment.count !== undefined && <span className={styles.count}>{segment.count}</span>}
        </label>
      ))}
    </fieldset>
  )
}
