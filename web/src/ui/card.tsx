import type { ReactNode } from 'react'
import { AppLink } from '../lib/app-link.tsx'
import { cx } from '../lib/cx.ts'
import styles from './card.module.css'

interface CardProps {
  title?: string
  note?: ReactNode
  action?: ReactNode
  /** The content reaches the edges (lists, tables). */
  flush?: boolean
  children: ReactNode
}

/** A group of content with its title. */
export const Card = ({ title, note, action, flush, children }: CardProps) => (
  <section className={styles.card} aria-label={title}>
    {title && (
      <header className={styles.head}>
        <div>
          <h2 className={styles.title}>{title}</h2>
          {note && <p className={styles.note}>{note}</p>}
        </div>
        {action}
      </header>
    )}
    <div className={cx(styles.body, flush && styles.flush)}>{children}</div>
  </section>
)

/** One figure and what it counts; a link when there is a place that shows more. */
export const Stat = ({
  label,
  value,
  note,
  to,
}: {
  label: string
  value: ReactNode
  note?: ReactNode
  to?: string
}) => {
  const content = (
    <>
      <span className={styles.statLabel}>{label}</span>
      <span className={styles.figure}>{value}</span>
      {note !== undefined && <span className={styles.note}>{note}</span>}
    </>
  )
  return to ? (
    <AppLink to={to} className={styles.stat}>
      {content}
    </AppLink>
  ) : (
    <div className={styles.stat}>{content}</div>
  )
}

/** Names and values, one a line. */
export const Details = ({
  items,
}: {
  items: readonly (readonly [name: string, value: ReactNode])[]
}) => (
  <dl className={styles.details}>
    {items.map(([name, value]) => (
      <div key={name} className={styles.pair}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)
