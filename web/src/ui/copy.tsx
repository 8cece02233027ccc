import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { cx } from '../lib/cx.ts'
import { words } from '../words/index.ts'
import { Button, type ButtonLook, IconButton } from './button.tsx'
import styles from './copy.module.css'

type State = 'idle' | 'done' | 'failed'

/** Without a secure context there is no clipboard API; the selection way still works there. */
export const copyText = async (value: string) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(value)
  const area = document.createElement('textarea')
  area.value = value
  area.className = 'sr-only'
  const host = document.activeElement?.parentElement ?? document.body
  host.append(area)
  area.select()
  const copied = document.execCommand('copy')
  area.remove()
  if (!copied) throw new Error('copy')
}

/** Copies `value`; `what` completes the name: "Copy address". */
export const CopyButton = ({
  value,
  what,
  size = 'sm',
  text = false,
  tabIndex,
}: {
  value: string
  what: string
  size?: ButtonLook['size']
  /** Its name is written out. */
  text?: boolean
  /** -1 where the arrows reach it, not Tab. */
  tabIndex?: number
}) => {
  const [state, setState] = useState<State>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 1600)
    return () => clearTimeout(timer)
  }, [state])
  const copy = (event: { stopPropagation: () => void }) => {
    event.stopPropagation()
    copyText(value).then(
      () => setState('done'),
      () => setState('failed'),
    )
  }
  const label = { idle: words.copy.copy(what), done: words.copy.done, failed: words.copy.failed }[
    state
  ]
  const icon = state === 'done' ? Check : Copy
  return (
    <>
      {text ? (
        <Button size={size} icon={icon} onClick={copy}>
          {label}
        </Button>
      ) : (
        <IconButton size={size} icon={icon} label={label} tabIndex={tabIndex} onClick={copy} />
      )}
      <span className="sr-only" aria-live="polite">
        {state === 'done' ? words.copy.done : ''}
      </span>
    </>
  )
}

/** A value that can be selected whole, with its copy button. */
export const CopyValue = ({
  value,
  what,
  mono = true,
}: {
  value: string
  what: string
  mono?: boolean
}) => (
  <span className={styles.value}>
    <span className={cx(styles.text, mono && 'mono')}>{value}</span>
    <CopyButton value={value} what={what} />
  </span>
)
