import { useBlocker } from '@tanstack/react-router'
import { useEffect } from 'react'
import { isLeaving } from './session-gate.ts'
import { createStore } from './store.ts'

export interface Leaving {
  stay: () => void
  leave: () => void
}

/** The question about unsaved text, asked by the shell. */
export const leaving = createStore<Leaving | null>(null)

/**
 * Holds the reader back while a page has unsaved text: links inside the page ask in a dialog, closing the window asks
 * the browser's way. For forms that stand on a page; form dialogs ask by themselves.
 */
export const useDirtyGuard = (dirty: boolean) => {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty && !isLeaving(),
    withResolver: true,
  })
  useEffect(() => {
    if (blocker.status !== 'blocked') return
    leaving.set({ stay: blocker.reset, leave: blocker.proceed })
    return () => leaving.set(null)
  }, [blocker])
}
