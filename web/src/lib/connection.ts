import { createStore } from './store.ts'

/**
 * How the page hears of what happens on the server: `connected` as it happens, `polling` by asking again and again
 * because events do not get through, `reconnecting` not at all because the server does not answer. The one truth, read
 * by the live dot and by the query cache; written by the API client and by the event stream.
 */
export const connection = createStore<'connected' | 'polling' | 'reconnecting'>('connected')

/** Whether the server answers at all. */
const answers = createStore(true)
/** `lost`: it ended and is opened again right now; `down`: it does not get through. */
let stream: 'up' | 'lost' | 'down' = 'up'

const tell = () => {
  const away = !answers.get() || stream === 'lost'
  connection.set(away ? 'reconnecting' : stream === 'down' ? 'polling' : 'connected')
}

const interval = 2500
let timer: ReturnType<typeof setTimeout> | undefined

const ask = async () => {
  timer = undefined
  try {
    const response = await fetch('/api/health/live', { cache: 'no-store' })
    if (response.ok) return connectionFound()
  } catch {
    // Still away: asked again below.
  }
  timer = setTimeout(ask, interval)
}

/** Says that a call got no answer; asks from now on until the server is back. */
export const connectionLost = () => {
  answers.set(false)
  tell()
  timer ??= setTimeout(ask, interval)
}

/** Says that the server answered. */
export const connectionFound = () => {
  clearTimeout(timer)
  timer = undefined
  answers.set(true)
  tell()
}

/** A proxy in front answered because the panel behind it did not. */
export const isGatewayFailure = ({ status }: Response) => status === 502 || status === 504

/** Says how the event stream fares. */
export const streamIs = (state: typeof stream) => {
  stream = state
  tell()
}

/** Resolves when the server answers. */
export const untilFound = () =>
  new Promise<void>((resolve) => {
    if (answers.get()) return resolve()
    const stop = answers.subscribe(() => {
      stop()
      resolve()
    })
  })

globalThis.addEventListener('offline', connectionLost)
globalThis.addEventListener('online', () => {
  clearTimeout(timer)
  void ask()
})
