import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { usePageKeys } from '../lib/keys.ts'
import { MenuHost } from '../ui/menu.tsx'
import { TipHost } from '../ui/tip.tsx'
import { ToastRegion } from '../ui/toast.tsx'
import { words } from '../words/app.ts'
import { featureAt } from './features.ts'
import { drawer, overlay } from './overlay.ts'
import { Overlays } from './overlays.tsx'
import { Rail } from './rail.tsx'
import styles from './shell.module.css'
import { TopBar } from './top-bar.tsx'

/** Nothing to see while all runs: fetched after the page. */
const ServiceBanner = lazy(() => import('./service-banner.tsx'))

/** Ctrl-K works everywhere, also from within a field. */
const usePaletteKey = () =>
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() !== 'k' ||
        !(event.ctrlKey || event.metaKey) ||
        event.shiftKey ||
        event.altKey
      )
        return
      event.preventDefault()
      if (overlay.get() === null && !document.querySelector('[role="dialog"][data-open]'))
        overlay.set('palette')
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

/** After a change of page the focus stands at its title, so that keyboard and screen reader begin there. */
const useFocusOnPage = (room: string | undefined) => {
  const before = useRef(room)
  useEffect(() => {
    const first = before.current === undefined
    if (before.current === room) return
    before.current = room
    if (first) return
    drawer.set(false)
    // After the drawer has given back the focus, and the page is no longer inert.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('main h1')?.focus())
  }, [room])
}

const Frame = () => {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  useFocusOnPage(path && featureAt(path)?.id)
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {words.shell.skip}
      </a>
      <Rail />
      <TopBar />
      <main className={styles.main} id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <Suspense fallback={null}>
        <ServiceBanner />
      </Suspense>
    </div>
  )
}

/** The frame around every page. */
export const Shell = () => {
  usePaletteKey()
  usePageKeys({ '?': () => overlay.set('help') })
  return (
    <>
      <Suspense fallback={<Bare />}>
        <Frame />
      </Suspense>
      <Overlays />
      <MenuHost />
      <TipHost />
      <ToastRegion />
    </>
  )
}

/** The frame before it is known who is signed in: the same places, empty. */
const Bare = () => (
  <div className={styles.shell} aria-busy="true">
    <div className="boot-rail" />
    <div className="boot-bar" />
    <main className="sr-only">{words.shell.loading}</main>
  </div>
)
