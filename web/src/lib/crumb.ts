import { useEffect } from 'react'
import { createStore } from './store.ts'

/** The object that is open, at the end of the breadcrumb. */
export const crumb = createStore('')

/** Says which object is open while the caller is shown. */
export const useCrumb = (name: string | undefined) =>
  useEffect(() => {
    crumb.set(name ?? '')
    return () => crumb.set('')
  }, [name])
