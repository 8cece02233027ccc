import { useSyncExternalStore } from 'react'
import { cx } from '../lib/cx.ts'
import { formatExact, formatRelative } from '../lib/format.ts'
import styles from './text.module.css'

/** Shortens an address or id in its middle where there is no room; the whole stands in the tooltip and in copies. */
export const MiddleTruncate = ({ text, tail = 12 }: { text: string; tail?: number }) => {
  const cut = Math.max(text.length - tail, 0)
  return (
    <span className={styles.middle} title={text}>
      <span className={cx('sr-only', styles.whole)}>{text}</span>
      <span className={styles.head} aria-hidden="true">
        {text.slice(0, cut)}
      </span>
      <span className={styles.tail} aria-hidden="true">
        {text.slice(cut)}
      </span>
    </span>
  )
}

const subscribeMinutes = (listener: () => void) => {
  const timer = setInterval(listener, 15_000)
  return () => clearInterval(timer)
}
/** Rounded, so that all times of a page change together and only when their words may change. */
const nowRounded = () => Math.floor(Date.now() / 15_000) * 15_000

/** How long ago (or in how long), with the exact moment on hover and for screen readers. */
export const RelTime = ({ at }: { at: string }) => {
  const now = useSyncExternalStore(subscribeMinutes, nowRounded)
  const full = formatExact(at)
  return (
    <time dateTime={at} data-tip={full} className={styles.time}>
      {formatRelative(at, now)}
      <span className="sr-only">, {full}</span>
    </time>
  )
}
