import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import styles from './tip.module.css'

interface Shown {
  text: string
  anchor: HTMLElement
}

const tipOf = (target: EventTarget | null): Shown | null => {
  const anchor = target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null
  return anchor?.dataset.tip ? { text: anchor.dataset.tip, anchor } : null
}

/** Below the anchor, or above where there is no room; never outside the window. */
const place = (tip: HTMLElement, anchor: HTMLElement) => {
  const at = anchor.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = tip
  const gap = 6
  const left = Math.min(Math.max(at.left + at.width / 2 - width / 2, gap), innerWidth - width - gap)
  const below = at.bottom + gap
  const top = below + height > innerHeight ? at.top - height - gap : below
  tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`
}

/**
 * One tooltip for the whole page: any element with `data-tip` shows it on hover and on keyboard focus, Escape hides it.
 * It repeats what the element's own name or description says, so it is hidden from screen readers.
 */
export const TipHost = () => {
  const [shown, setShown] = useState<Shown | null>(null)
  const ref = useRef<HTMLDivElement>(null)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const hide = () => {
      clearTimeout(timer)
      setShown(null)
    }
    const showSoon = (target: EventTarget | null, delay: number) => {
      const next = tipOf(target)
      clearTimeout(timer)
      if (!next) return setShown(null)
      timer = setTimeout(() => next.anchor.isConnected && setShown(next), delay)
    }
    const over = (event: PointerEvent) =>
      event.pointerType === 'mouse' && showSoon(event.target, 350)
    const focus = (event: FocusEvent) =>
      event.target instanceof Element &&
      event.target.matches(':focus-visible') &&
      showSoon(event.target, 200)
    const key = (event: KeyboardEvent) => event.key === 'Escape' && hide()
    document.addEventListener('pointerover', over)
    document.addEventListener('focusin', focus)
    document.addEventListener('focusout', hide)
    document.addEventListener('pointerdown', hide)
    document.addEventListener('scroll', hide, true)
    document.addEventListener('keydown', key)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('pointerover', over)
      document.removeEventListener('focusin', focus)
      document.removeEventListener('focusout', hide)
      document.removeEventListener('pointerdown', hide)
      document.removeEventListener('scroll', hide, true)
      document.removeEventListener('keydown', key)
    }
  }, [])

  useLayoutEffect(() => {
    if (shown && ref.current) place(ref.current, shown.anchor)
  }, [shown])

  return shown ? (
    <div ref={ref} className={styles.tip} aria-hidden="true">
      {shown.text}
    </div>
  ) : null
}
