import { CSPProvider } from '@base-ui/react/csp-provider'
import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { createContext, type ReactNode, useContext, useRef, useState } from 'react'
import { cx } from '../lib/cx.ts'
import { words } from '../words/index.ts'
import { Button, IconButton } from './button.tsx'
import styles from './dialog.module.css'

const CloseContext = createContext<() => void>(() => {})

/** Closes the dialog around the caller, with its animation and its question about unsaved changes. */
export const useCloseDialog = () => useContext(CloseContext)

/** Open dialogs, the topmost last: Escape and clicks outside are only for that one. */
const open: symbol[] = []

export interface DialogProps {
  title: string
  description?: ReactNode
  size?: 'md' | 'lg'
  /** Only the content is seen; the title is heard. */
  bare?: boolean
  /** Asked before closing by Escape, outside click or the close button; false keeps it open. */
  mayClose?: () => boolean
  /** The dialog has gone. Mount it to open it, unmount it here. */
  onClosed: () => void
  children: ReactNode
}

/** A modal dialog: mounted means open. */
export const Dialog = (props: DialogProps) => {
  const { title, description, size = 'md', bare = false, mayClose, onClosed, children } = props
  const [shown, setShown] = useState(true)
  const popup = useRef<HTMLDivElement>(null)
  const [self] = useState(() => Symbol(title))
  const register = (element: HTMLDivElement | null) => {
    popup.current = element
    if (!element) return
    open.push(self)
    return () => void open.splice(open.indexOf(self), 1)
  }
  const close = () => setShown(false)
  const request = (next: boolean, details: { cancel: () => void }) => {
    if (next || open.at(-1) !== self || mayClose?.() === false) details.cancel()
    else close()
  }
  return (
    <CSPProvider disableStyleElements>
      <Base.Root
        open={shown}
        onOpenChange={request}
        onOpenChangeComplete={(is) => is || onClosed()}
      >
        <Base.Portal>
          <Base.Backdrop className={styles.veil} forceRender />
          <Base.Viewport className={styles.viewport}>
            <Base.Popup
              ref={register}
              className={cx(styles.popup, size === 'lg' && styles.lg)}
              initialFocus={() =>
                popup.current?.querySelector<HTMLElement>('[data-focus-first]') ?? true
              }
            >
              <header className={bare ? 'sr-only' : styles.head}>
                <Base.Title className={styles.title}>{title}</Base.Title>
                {description && (
                  <Base.Description className={styles.description} render={<div />}>
                    {description}
                  </Base.Description>
                )}
              </header>
              <CloseContext value={close}>{children}</CloseContext>
              {!bare && (
                <div className={styles.close}>
                  <Base.Close render={<IconButton icon={X} label={words.dialog.close} />} />
                </div>
              )}
            </Base.Popup>
          </Base.Viewport>
        </Base.Portal>
      </Base.Root>
    </CSPProvider>
  )
}

export const DialogBody = ({ children }: { children: ReactNode }) => (
  <div className={styles.body}>{children}</div>
)

/** The buttons of a dialog, the deed last; `aside` stands at the left. */
export const DialogFoot = ({ aside, children }: { aside?: ReactNode; children: ReactNode }) => (
  <footer className={styles.foot}>
    {aside && <div className={styles.aside}>{aside}</div>}
    {children}
  </footer>
)

/** The one button of a dialog that only tells something. */
export const CloseFoot = ({ label }: { label: string }) => {
  const close = useCloseDialog()
  return (
    <DialogFoot>
      <Button variant="primary" onClick={close} data-focus-first="">
        {label}
      </Button>
    </DialogFoot>
  )
}
