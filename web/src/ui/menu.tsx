import { createLucideIcon, type LucideIcon } from 'lucide-react'
import { lazy, type ReactNode, Suspense } from 'react'
import { useStore } from '../lib/store.ts'
import { Button, type ButtonLook, IconButton } from './button.tsx'
import { type MenuAnchor, type MenuItem, openedMenu } from './menu-store.ts'

let lastId = 0

const loadPopup = () => import('./menu-popup.tsx')
const MenuPopup = lazy(loadPopup)
/** Fetches the menu's code when somebody is about to need it. */
export const preloadMenu = () => void loadPopup()

export const openMenu = (label: string, items: readonly MenuItem[], anchor: MenuAnchor) => {
  lastId += 1
  openedMenu.set({ id: lastId, label, items, anchor })
}

/** Renders the open menu; one a page, in the shell. */
export const MenuHost = () => {
  const menu = useStore(openedMenu)
  return menu ? (
    <Suspense fallback={null}>
      <MenuPopup key={menu.id} menu={menu} />
    </Suspense>
  ) : null
}

/** Three dots as one path: a table shows a hundred of them. */
const Dots = createLucideIcon('dots', [
  ['path', { d: 'M5 12h.01M12 12h.01M19 12h.01', strokeWidth: 2.75, key: 'dots' }],
])

interface TriggerProps extends ButtonLook {
  label: string
  items: () => readonly MenuItem[]
  icon?: LucideIcon
  /** The button's text, its name; without it the button is its icon and `label` its name. */
  children?: ReactNode
  tabIndex?: number
}

/** A button that opens a menu. `items` are made when it opens. */
export const MenuButton = ({ label, items, icon = Dots, children, ...look }: TriggerProps) => {
  const menu = useStore(openedMenu)
  const shared = {
    'aria-haspopup': 'menu' as const,
    'aria-expanded': menu?.label === label,
    onPointerEnter: preloadMenu,
    onFocus: preloadMenu,
    onClick: (event: { currentTarget: HTMLElement }) =>
      openMenu(label, items(), event.currentTarget),
  }
  return children === undefined ? (
    <IconButton {...look} {...shared} icon={icon} label={label} />
  ) : (
    <Button {...look} {...shared}>
      {children}
    </Button>
  )
}
