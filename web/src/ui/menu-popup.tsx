import { CSPProvider } from '@base-ui/react/csp-provider'
import { Menu } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import { useState } from 'react'
import { cx } from '../lib/cx.ts'
import { Kbd } from './kbd.tsx'
import styles from './menu.module.css'
import { type MenuAnchor, type MenuItem, type OpenMenu, openedMenu } from './menu-store.ts'

const anchorOf = (anchor: MenuAnchor) =>
  anchor instanceof HTMLElement
    ? anchor
    : {
        getBoundingClientRect: () =>
          DOMRect.fromRect({ x: anchor.x, y: anchor.y, width: 0, height: 0 }),
      }

const Item = ({ item }: { item: MenuItem }) => {
  if (item === 'separator') return <Menu.Separator className={styles.separator} />
  if ('heading' in item) return <div className={styles.head}>{item.heading}</div>
  const { label, icon: Icon, run, danger, disabledReason, checked, shortcut } = item
  const content = (
    <>
      {Icon && <Icon aria-hidden="true" />}
      <span className={styles.label}>
        {label}
        {disabledReason && <span className={styles.reason}>{disabledReason}</span>}
      </span>
      {shortcut && <Kbd keys={shortcut} />}
      {checked && <Check aria-hidden="true" />}
    </>
  )
  const className = cx(styles.item, danger && styles.danger)
  return checked === undefined ? (
    <Menu.Item className={className} disabled={Boolean(disabledReason)} onClick={run}>
      {content}
    </Menu.Item>
  ) : (
    <Menu.CheckboxItem className={className} checked={checked} closeOnClick onClick={run}>
      {content}
    </Menu.CheckboxItem>
  )
}

const keyOf = (item: MenuItem, index: number) =>
  item !== 'separator' && 'label' in item ? item.label : `part-${index}`

/** The open menu itself. Loaded when the first menu is wanted. */
const MenuPopup = ({ menu }: { menu: OpenMenu }) => {
  const [shown, setShown] = useState(true)
  const { anchor } = menu
  const origin = anchor instanceof HTMLElement ? anchor : anchor.returnTo
  return (
    <CSPProvider disableStyleElements>
      <Menu.Root
        open={shown}
        onOpenChange={setShown}
        onOpenChangeComplete={(is) => {
          if (!is && openedMenu.get() === menu) openedMenu.set(null)
        }}
      >
        <Menu.Portal role="region" aria-label={menu.label}>
          <Menu.Positioner
            className={styles.positioner}
            anchor={anchorOf(anchor)}
            align={anchor instanceof HTMLElement ? 'end' : 'start'}
            sideOffset={4}
            collisionPadding={8}
          >
            <Menu.Popup className={styles.popup} aria-label={menu.label} finalFocus={() => origin}>
              {menu.items.map((item, index) => (
                <Item key={keyOf(item, index)} item={item} />
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </CSPProvider>
  )
}

export default MenuPopup
