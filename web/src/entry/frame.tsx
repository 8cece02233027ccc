import { type ReactNode, useEffect } from 'react'
import { cx } from '../lib/cx.ts'
import { words } from '../words/index.ts'
import styles from './entry.module.css'

interface FrameProps {
  title: string
  lead?: string
  wide?: boolean
  children: ReactNode
}

/** The one column of the pages before signing in. */
export const Frame = ({ title, lead, wide = false, children }: FrameProps) => {
  useEffect(() => {
    document.title = `${title} · ${words.product}`
    document.querySelector<HTMLElement>('[data-focus-first]')?.focus()
  }, [title])
  return (
    <main className={styles.page}>
      <div className={cx(styles.box, wide && styles.wide)}>
        <header className={styles.head}>
          <img src="/icon.svg" alt={words.product} />
          <h1 className={styles.title}>{title}</h1>
          {lead && <p className={styles.lead}>{lead}</p>}
        </header>
        {children}
      </div>
    </main>
  )
}
