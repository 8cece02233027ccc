import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../lib/cx.ts'
import styles from './notice.module.css'

const icons = { info: Info, warn: TriangleAlert, bad: CircleAlert }

/** Something about the whole of what stands below it. */
export const Notice = ({
  tone,
  role = 'note',
  children,
}: {
  tone: keyof typeof icons
  role?: 'note' | 'status' | 'alert'
  children: ReactNode
}) => {
  const Icon = icons[tone]
  return (
    <div className={cx(styles.notice, styles[tone])} role={role}>
      <Icon aria-hidden="true" />
      <div>{children}</div>
    </div>
  )
}
