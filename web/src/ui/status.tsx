import type { ReactNode } from 'react'
import { cx } from '../lib/cx.ts'
import styles from './status.module.css'

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'off'

/** A word on a tinted ground. Colours are for status only; `neutral` and `accent` are for the rest. */
export const Badge = ({
  tone = 'neutral',
  children,
}: {
  tone?: Tone | 'neutral' | 'accent'
  children: ReactNode
}) => <span className={cx(styles.badge, tone !== 'neutral' && styles[tone])}>{children}</span>

/** A dot and its word: never the colour alone. */
export const Status = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <span className={cx(styles.status, styles[tone])}>{children}</span>
)
