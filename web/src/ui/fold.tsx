import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './fold.module.css'

/** Details that are there when wanted. */
export const Fold = ({
  title,
  open = false,
  children,
}: {
  title: ReactNode
  open?: boolean
  children: ReactNode
}) => (
  <details className={styles.fold} open={open}>
    <summary>
      <ChevronRight aria-hidden="true" />
      {title}
    </summary>
    <div className={styles.content}>{children}</div>
  </details>
)
