import type { ReactNode } from 'react'
import styles from './code-block.module.css'

/** A value of a machine, whole and wrapped; one click selects all of it. */
export const CodeBlock = ({ children }: { children: ReactNode }) => (
  <code className={styles.code}>{children}</code>
)
