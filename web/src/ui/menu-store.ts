import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { createStore } from '../lib/store.ts'

export interface MenuAction {
  label: string
  icon?: LucideIcon
  run: () => void
  danger?: boolean
  /** Why it can't be done now; shown under its name. */
  disabledReason?: string | undefined
  /** Makes the item one of several choices. */
  checked?: boolean
  shortcut?: string
}
/** A line between groups, a heading, or something to do. */
export type MenuItem = MenuAction | { heading: ReactNode } | 'separator'

/** Where a menu opens: at an element, or at a point (right click). */
export type MenuAnchor = HTMLElement | { x: number; y: number; returnTo: HTMLElement | null }

export interface OpenMenu {
  id: number
  label: string
  items: readonly MenuItem[]
  anchor: MenuAnchor
}

/** One menu is open at a time; a table of a hundred rows holds no hundred menus. */
export const openedMenu = createStore<OpenMenu | null>(null)
