import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { createPortal } from 'react-dom'
import { words } from '../words/app.ts'
import { IconButton } from './button.tsx'
import styles from './side-panel.module.css'

interface SidePanelProps {
  title: ReactNode
  note?: ReactNode
  /** Buttons beside the close button: a menu, copy. */
  actions?: ReactNode
  foot?: ReactNode
  onClose: () => void
  children: ReactNode
}

/** The panel covers the whole page there, so what lies under it must not be reached. */
const narrow = () => matchMedia('(width < 56.25rem)').matches

/** Details beside the list, which keeps its place and stays usable. Escape closes; the focus returns to where it was. */
export const SidePanel = ({ title, note, actions, foot, onClose, children }: SidePanelProps) => {
  const panel = useRef<HTMLElement>(null)
  const close = useRef(onClose)
  const titleId = useId()
  useEffect(() => {
    close.current = onClose
  })
  useEffect(() => {
    const before = document.activeElement
    const main = document.querySelector('main')
    panel.current?.focus()
    if (main) main.inert = narrow()
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      if (document.querySelector('[role="dialog"][data-open], [role="menu"][data-open]')) return
      close.current()
    }
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('keydown', onKey)
      if (main) main.inert = false
      const link = document.querySelector<HTMLElement>('[data-row][data-open] [data-row-link]')
      const target = before instanceof HTMLElement && before !== document.body ? before : link
      if (target?.isConnected) target.focus()
    }
  }, [])
  return createPortal(
    <aside ref={panel} className={styles.panel} aria-labelledby={titleId} tabIndex={-1}>
      <header className={styles.head}>
        <div className={styles.words}>
          <h2
            className={styles.title}
            id={titleId}
            title={typeof title === 'string' ? title : undefined}
            aria-label={typeof title === 'string' ? undefined : words.shell.loading}
          >
            {title}
          </h2>
          {note && <p className={styles.note}>{note}</p>}
        </div>
        {actions}
        <IconButton icon={X} label={words.panel.close} shortcut="Esc" onClick={onClose} />
      </header>
      <div className={styles.body}>{children}</div>
      {foot && <footer className={styles.foot}>{foot}</footer>}
    </aside>,
    document.body,
  )
}

/** A part of a panel under its own title. */
export const PanelSection = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className={styles.section}>
    <h3 className={styles.sectionTitle}>{title}</h3>
    {children}
  </section>
)
