import { useEffect, useRef } from 'react'

const typing = 'input:not([type="checkbox"]), textarea, select, [contenteditable="true"]'

/** Whether a key press is meant for a control, an open dialog or menu, or the browser rather than for the page. */
const isTaken = (event: KeyboardEvent) => {
  const target = event.target instanceof Element ? event.target : document.body
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true
  return (
    Boolean(target.closest(typing)) ||
    Boolean(document.querySelector('[role="dialog"][data-open], [role="menu"][data-open]'))
  )
}

/** Single-key commands of the page (`j`, `/`, `?`). They rest while somebody types or a dialog or menu is open. */
export const usePageKeys = (commands: Readonly<Record<string, (event: KeyboardEvent) => void>>) => {
  const current = useRef(commands)
  useEffect(() => {
    current.current = commands
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = current.current[event.key]
      if (!command || isTaken(event)) return
      event.preventDefault()
      command(event)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
