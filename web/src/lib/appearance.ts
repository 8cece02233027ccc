import { createStore, type Store } from './store.ts'

/** A choice about the looks, kept on this device and put on <html>, where the style sheets read it. */
const remembered = (name: 'theme' | 'density' | 'rail'): Store<string> => {
  const root = document.documentElement
  const store = createStore(root.dataset[name] ?? '')
  store.subscribe(() => {
    const value = store.get()
    if (value) root.dataset[name] = value
    else delete root.dataset[name]
    try {
      if (value) localStorage.setItem(`mc-${name}`, value)
      else localStorage.removeItem(`mc-${name}`)
    } catch {
      // Storage may be forbidden: the choice then holds until the page is closed.
    }
  })
  return store
}

/** `light`, `dark`, or empty: as the system. */
export const theme = remembered('theme')
/** `dense`, or empty: comfortable rows. */
export const density = remembered('density')
/** `icons`, or empty: the rail shows its words. */
export const rail = remembered('rail')
