import { createStore } from './store.ts'

/** Whether the server answers. Written by the API client, read by the live dot and by the query cache. */
export const connection = createStore<'connected' | 'reconnecting'>('connected')

const interval = 2500
let timer: ReturnType<typeof setTimeout> | undefined

const ask = async () => {
  timer = undefined
  try {
    const response = await fetch('/api/health/live', { cache: 'no-store' })
    if (response.ok) return connection.set('connected')
  } catch {
    // Still away: asked again below.
  }
  timer = setTimeout(ask, interval)
}

/** Says that a call got no answer; asks from now on until the server is back. */
export const connectionLost = () => {
  connection.set('reconnecting')
  timer ??= setTimeout(ask, interval)
}

/** Says that the server answered. */
export const connectionFound = () => {
  clearTimeout(timer)
  timer = undefined
  connection.set('connected')
}

globalThis.addEventListener('offline', connectionLost)
globalThis.addEventListener('online', () => {
  clearTimeout(timer)
  void ask()
})
