import type { RefObject } from 'react'
import { usePageKeys } from '../../lib/keys.ts'

interface Keys {
  frame: RefObject<HTMLElement | null>
  search: RefObject<HTMLInputElement | null>
  /** Index of the row that has the focus is given. */
  onActive: (index: number) => void
  onToggle: (index: number, range: boolean) => void
}

/** `j`/`k` and arrows move over the rows, `x` selects, `/` searches; Enter is the row link's own. */
export const useTableKeys = ({ frame, search, onActive, onToggle }: Keys) => {
  const links = () => [...(frame.current?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])]
  const rowOf = (element: Element | null) => element?.closest('[data-row]') ?? null
  const here = () => {
    const row = rowOf(document.activeElement)
    return row ? links().findIndex((link) => rowOf(link) === row) : -1
  }
  const goTo = (index: number) => {
    const all = links()
    const target = Math.min(Math.max(index, 0), all.length - 1)
    const link = all[target]
    if (!link) return
    onActive(target)
    link.focus()
    rowOf(link)?.scrollIntoView({ block: 'nearest' })
  }
  const down = () => goTo(here() + 1)
  const up = () => goTo(here() - 1)
  const toggle = (event: KeyboardEvent) => {
    const index = here()
    if (index >= 0) onToggle(index, event.shiftKey)
  }
  const ifInTable = (move: () => void) => () => {
    if (here() >= 0) move()
  }
  usePageKeys({
    j: down,
    k: up,
    ArrowDown: ifInTable(down),
    ArrowUp: ifInTable(up),
    Home: ifInTable(() => goTo(0)),
    End: ifInTable(() => goTo(Number.MAX_SAFE_INTEGER)),
    x: toggle,
    X: toggle,
    '/': () => search.current?.focus(),
  })
}
