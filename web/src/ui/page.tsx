import { type ReactNode, useEffect } from 'react'
import { cx } from '../lib/cx.ts'
import { words } from '../words/index.ts'
import styles from './page.module.css'

interface PageProps {
  title: string
  /** One sentence: what this page is for. */
  lead: string
  /** The primary action, at the right. */
  action?: ReactNode
  /** The content takes the height of the window and scrolls within (tables); otherwise the page scrolls. */
  fill?: boolean
  children?: ReactNode
}

/** A page: title, one sentence, primary action, content. */
export const Page = ({ title, lead, action, fill = false, children }: PageProps) => {
  useEffect(() => {
    document.title = `${title} · ${words.product}`
  }, [title])
  return (
    <div className={cx(styles.page, !fill && styles.flow)}>
      <header className={styles.head}>
        <div className={styles.words}>
          <h1 className={styles.title} tabIndex={-1}>
            {title}
          </h1>
          <p className={styles.lead}>{lead}</p>
        </div>
        {action && <div className={styles.actions}>{action}</div>}
      </header>
      {children}
    </div>
  )
}
