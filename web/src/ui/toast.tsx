import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ApiError, sayError } from '../lib/api-error.ts'
import { cx } from '../lib/cx.ts'
import { createStore, useStore } from '../lib/store.ts'
import { words } from '../words/index.ts'
import { Button, IconButton } from './button.tsx'
import { CopyValue } from './copy.tsx'
import styles from './toast.module.css'

interface ToastItem {
  id: number
  kind: 'done' | 'fail'
  text: string
  requestId?: string | undefined
  undo?: (() => void) | undefined
}

/** Long enough to read, and to reach Undo; errors stay until closed. */
const shownFor = { plain: 6000, undo: 12_000 }
const items = createStore<readonly ToastItem[]>([])
let lastId = 0

const close = (id: number) => items.set(items.get().filter((item) => item.id !== id))
const add = (item: Omit<ToastItem, 'id'>) => {
  lastId += 1
  items.set([...items.get().slice(-3), { ...item, id: lastId }])
}

/** Messages about what happened elsewhere; never for what is visible in place. */
export const toast = {
  done: (text: string, options: { undo?: () => void } = {}) =>
    add({ kind: 'done', text, ...options }),
  /** Says what failed, in the page's own words. */
  failed: (text: string) => add({ kind: 'fail', text }),
  /** Shows an error of any origin; a cancelled deed is silent. */
  fail: (error: unknown) => {
    if (error instanceof ApiError && error.code === 'cancelled') return
    add({
      kind: 'fail',
      text: sayError(error),
      requestId: error instanceof ApiError ? error.request_id : undefined,
    })
  },
}

const Item = ({ item }: { item: ToastItem }) => {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (item.kind === 'fail' || held) return
    const timer = setTimeout(() => close(item.id), shownFor[item.undo ? 'undo' : 'plain'])
    return () => clearTimeout(timer)
  }, [item, held])
  const Icon = item.kind === 'done' ? CircleCheck : CircleAlert
  return (
    <li
      className={cx(styles.toast, item.kind === 'fail' && styles.fail)}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon aria-hidden="true" />
      <div className={styles.text}>
        {item.text}
        {item.requestId && (
          <span className={styles.id}>
            {words.errors.requestId}{' '}
            <CopyValue value={item.requestId} what={words.errors.requestId} />
          </span>
        )}
      </div>
      {item.undo && (
        <Button
          size="sm"
          onClick={() => {
            close(item.id)
            item.undo?.()
          }}
        >
          {words.toast.undo}
        </Button>
      )}
      <IconButton size="sm" icon={X} label={words.toast.close} onClick={() => close(item.id)} />
    </li>
  )
}

/** Where toasts appear; one a page. */
export const ToastRegion = () => {
  const shown = useStore(items)
  return (
    <section aria-label={words.toast.region} aria-live="polite" aria-relevant="additions">
      <ol className={styles.region}>
        {shown.map((item) => (
          <Item key={item.id} item={item} />
        ))}
      </ol>
    </section>
  )
}
