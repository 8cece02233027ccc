import { useRouterState } from '@tanstack/react-router'
import { ChevronRight, CircleHelp, Monitor, Moon, PanelLeft, Search, Sun } from 'lucide-react'
import { AppLink } from '../lib/app-link.tsx'
import { theme } from '../lib/appearance.ts'
import { connection } from '../lib/connection.ts'
import { crumb } from '../lib/crumb.ts'
import { useStore } from '../lib/store.ts'
import { IconButton } from '../ui/button.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { MenuButton } from '../ui/menu.tsx'
import { words } from '../words/app.ts'
import { AccountMenu } from './account-menu.tsx'
import { featureAt } from './features.ts'
import { drawer, overlay } from './overlay.ts'
import styles from './top-bar.module.css'

/** Where am I: group, page, object. */
const Breadcrumb = () => {
  const path = useRouterState({ select: (state) => state.location.pathname })
  const object = useStore(crumb)
  const feature = featureAt(path)
  if (!feature) return <div className={styles.crumbs} />
  const alone = feature.group === 'overview'
  return (
    <nav className={styles.crumbs} aria-label={words.shell.breadcrumb}>
      <ol className={styles.crumbs}>
        {!alone && (
          <li>
            {words.groups[feature.group]}
            <ChevronRight aria-hidden="true" />
          </li>
        )}
        <li>
          {object ? (
            <AppLink to={feature.path} search="keep">
              {feature.label}
            </AppLink>
          ) : (
            <span aria-current="page">{feature.label}</span>
          )}
          {object && <ChevronRight aria-hidden="true" />}
        </li>
        {object && (
          <li>
            <span aria-current="page">{object}</span>
          </li>
        )}
      </ol>
    </nav>
  )
}

const LiveDot = () => {
  const state = useStore(connection)
  return (
    <div
      className={styles.live}
      data-state={state}
      data-tip={words.shell.liveTips[state]}
      role="status"
    >
      <i aria-hidden="true" />
      <span>{words.shell.live[state]}</span>
    </div>
  )
}

const themes = [
  { value: '', label: words.theme.system, icon: Monitor },
  { value: 'light', label: words.theme.light, icon: Sun },
  { value: 'dark', label: words.theme.dark, icon: Moon },
]

const ThemeButton = () => {
  const chosen = useStore(theme)
  const Icon = themes.find(({ value }) => value === chosen)?.icon ?? Monitor
  const items = () =>
    themes.map(({ value, label, icon }) => ({
      label,
      icon,
      checked: value === chosen,
      run: () => theme.set(value),
    }))
  return <MenuButton size="sm" label={words.theme.label} icon={Icon} items={items} />
}

export const TopBar = () => (
  <header className={styles.bar} data-bar="">
    <div className={styles.burger}>
      <IconButton icon={PanelLeft} label={words.shell.openMenu} onClick={() => drawer.set(true)} />
    </div>
    <Breadcrumb />
    <LiveDot />
    <button
      type="button"
      className={styles.searchButton}
      aria-keyshortcuts="Control+K"
      onClick={() => overlay.set('palette')}
    >
      <Search aria-hidden="true" />
      <span className={styles.searchWord}>{words.shell.search}</span>
      <span aria-hidden="true">
        <Kbd keys="Ctrl K" hint />
      </span>
    </button>
    <IconButton
      size="sm"
      icon={CircleHelp}
      label={words.shell.shortcuts}
      shortcut="?"
      onClick={() => overlay.set('help')}
    />
    <ThemeButton />
    <AccountMenu />
  </header>
)
