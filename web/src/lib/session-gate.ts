import { handleSession } from './api.ts'
import { createStore } from './store.ts'

/** Set while a stale session waits for the password; answers with whether it was entered. */
export const reauthRequest = createStore<((entered: boolean) => void) | null>(null)

let asking: Promise<boolean> | undefined

/** Several calls that were refused together ask once. */
const askPassword = () => {
  asking ??= new Promise<boolean>((resolve) => reauthRequest.set(resolve)).finally(() => {
    asking = undefined
    reauthRequest.set(null)
  })
  return asking
}

let leaving = false

/** Set when a form must not hold back the page: the session is gone, the form with it. */
export const isLeaving = () => leaving

const toLogin = (withReturn: boolean) => {
  if (leaving) return
  leaving = true
  const here = location.pathname + location.search
  location.assign(withReturn && here !== '/' ? `/login?next=${encodeURIComponent(here)}` : '/login')
}

/** Leaves for the sign-in page after signing out. */
export const leave = () => toLogin(false)

/** Connects the API client with the page. */
export const startSession = () =>
  handleSession({ signedOut: () => toLogin(true), stale: askPassword })
