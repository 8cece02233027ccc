import type { Service } from '@mc/shared/contract'
import { createStore } from '../lib/store.ts'

type Name = Service['name']

/** Milliseconds that a dismissed line stays away. */
const dismissedFor = 30 * 60_000
const keys = { dismissed: 'mc-services-dismissed', muted: 'mc-services-muted' } as const

const load = (storage: Storage, key: string): Record<string, number> => {
  try {
    return Object.fromEntries(
      Object.entries(JSON.parse(storage.getItem(key) ?? '{}')).map(([name, at]) => [
        name,
        Number(at),
      ]),
    )
  } catch {
    // Forbidden or not ours: nothing is put away then.
    return {}
  }
}

const kept = (storage: () => Storage, key: string) => {
  const read = () => {
    try {
      return load(storage(), key)
    } catch {
      return {}
    }
  }
  const store = createStore(read())
  const set = (value: Record<string, number>) => {
    store.set(value)
    try {
      storage().setItem(key, JSON.stringify(value))
    } catch {
      // It then holds until the page is closed.
    }
  }
  return { ...store, set }
}

/** By service and status, until when. Ends with the browser's tab, hence with the next sign-in at the latest. */
export const dismissed = kept(() => sessionStorage, keys.dismissed)
/** By service, on this device, since when: until the service has run again. */
export const muted = kept(() => localStorage, keys.muted)

const stateOf = ({ name, status }: Service) => `${name} ${status}`

export const dismiss = (service: Service) =>
  dismissed.set({ ...dismissed.get(), [stateOf(service)]: Date.now() + dismissedFor })

export const mute = (name: Name) => muted.set({ ...muted.get(), [name]: Date.now() })

/** What runs is told of anew when it stops the next time. */
export const hearAgain = (services: readonly Service[]) => {
  const running = new Set<string>(
    services.filter(({ status }) => status === 'running').map(({ name }) => name),
  )
  const now = muted.get()
  const left = Object.entries(now).filter(([name]) => !running.has(name))
  if (left.length < Object.keys(now).length) muted.set(Object.fromEntries(left))
}

/** Milliseconds until a dismissed line comes back; 0 when it is not put away. */
export const restOf = (service: Service, until: Record<string, number>): number =>
  Math.max(0, (until[stateOf(service)] ?? 0) - Date.now())
