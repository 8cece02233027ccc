import { useRouterState } from '@tanstack/react-router'
import { PanelLeftClose, PanelLeftOpen, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { AppLink } from '../lib/app-link.tsx'
import { rail } from '../lib/appearance.ts'
import { type Feature, groups } from '../lib/feature.ts'
import { useUser } from '../lib/session.ts'
import { useStore } from '../lib/store.ts'
import { IconButton } from '../ui/button.tsx'
import { words } from '../words/app.ts'
import { featureAt, features } from './features.ts'
import { drawer } from './overlay.ts'
import styles from './rail.module.css'

const none = () => 0

const RailLink = ({
  feature,
  current,
  bare,
}: {
  feature: Feature
  current: boolean
  bare: boolean
}) => {
  // The hook belongs to the manifest, which never changes while the page is open.
  const useBadge = feature.useBadge ?? none
  const badge = useBadge()
  const Icon = feature.icon
  return (
    <AppLink
      to={feature.path}
      className={styles.link}
      aria-current={current ? 'page' : undefined}
      data-tip={bare ? feature.label : undefined}
    >
      <Icon aria-hidden="true" />
      <span className={styles.linkText}>{feature.label}</span>
      {badge > 0 && (
        <span className={styles.badge}>
          <span aria-hidden="true">{badge}</span>
          <span className="sr-only"> {words.shell.needsAttention(badge)}</span>
        </span>
      )}
    </AppLink>
  )
}

/** An open drawer takes the focus, closes on Escape and gives the focus back. */
const useDrawer = (open: boolean) => {
  const ref = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!open) return
    const before = document.activeElement
    const behind = [...document.querySelectorAll<HTMLElement>('main, header[data-bar]')]
    for (const element of behind) element.inert = true
    ref.current?.querySelector<HTMLElement>('a, button')?.focus()
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && drawer.set(false)
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('keydown', onKey)
      for (const element of behind) element.inert = false
      if (before instanceof HTMLElement) before.focus()
    }
  }, [open])
  return ref
}

const Collapse = ({ bare }: { bare: boolean }) => (
  <div className={styles.foot}>
    <IconButton
      size="sm"
      icon={bare ? PanelLeftOpen : PanelLeftClose}
      label={bare ? words.shell.expand : words.shell.collapse}
      onClick={() => rail.set(bare ? '' : 'icons')}
    />
  </div>
)

/** The navigation: groups of those features that exist and that this account may see. */
export const Rail = () => {
  const user = useUser()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const open = useStore(drawer)
  const bare = useStore(rail) === 'icons' && !open
  const ref = useDrawer(open)
  const current = featureAt(path)
  const shown = groups
    .map((group) => ({
      group,
      members: features.filter((feature) => feature.group === group && feature.allowed(user)),
    }))
    .filter(({ members }) => members.length > 0)
  return (
    <>
      {open && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={words.shell.closeMenu}
          className={styles.veil}
          onClick={() => drawer.set(false)}
        />
      )}
      <nav
        className={styles.rail}
        data-drawer={open ? '' : undefined}
        ref={ref}
        aria-label={words.shell.navigation}
      >
        <AppLink to="/" className={styles.brand}>
          <img src="/icon.svg" alt="" />
          <span className={styles.brandText}>{words.product}</span>
        </AppLink>
        <div className={styles.nav}>
          {shown.map(({ group, members }) => (
            <div key={group} className={styles.group}>
              {group !== 'overview' && <p className={styles.groupName}>{words.groups[group]}</p>}
              {members.map((feature) => (
                <RailLink
                  key={feature.id}
                  feature={feature}
                  current={feature === current}
                  bare={bare}
                />
              ))}
            </div>
          ))}
        </div>
        {open && (
          <div className={styles.drawerClose}>
            <IconButton icon={X} label={words.shell.closeMenu} onClick={() => drawer.set(false)} />
          </div>
        )}
        <Collapse bare={bare} />
      </nav>
    </>
  )
}
