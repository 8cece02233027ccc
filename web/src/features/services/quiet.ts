import type { Service } from '@mc/shared/contract'
import { createStore, useStore } from '../../lib/store.ts'

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

/** Takes both back for these services. */
export const hear = (names: ReadonlySet<string>) => {
  for (const store of [dismissed, muted]) {
    const now = store.get()
    const left = Object.entries(now).filter(([key]) => !names.has(key.split(' ')[0] ?? key))
    if (left.length < Object.keys(now).length) store.set(Object.fromEntries(left))
  }
}

/** What runs is told of anew when it stops the next time. */
export const hearAgain = (services: readonly Service[]) =>
  hear(new Set(services.filter(({ status }) => status === 'running').map(({ name }) => name)))

/** Milliseconds until a dismissed line comes back; 0 when it is not put away. */
export const restOf = (service: Service, until: Record<string, number>): number =>
  Math.max(0, (until[stateOf(service)] ?? 0) - Date.now())

/** How the line about a service was put away here, undefined when it was not. */
export const useQuiet = (service: Service): 'muted' | 'dismissed' | undefined => {
  const until = useStore(dismissed)
  const silent = useStore(muted)
  if (service.name in silent) return 'muted'
  return restOf(service, until) > 0 ? 'dismissed' : undefined
}
