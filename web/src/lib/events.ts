import type { EventData, EventName } from '@mc/shared/contract'
import { useEffect, useRef } from 'react'
import { createStore } from './store.ts'

type Handler<E extends EventName> = (data: EventData[E]) => void

const handlers = new Map<string, Set<(data: never) => void>>()
const openings = new Set<() => void>()

/** Calls `handler` with what each event of this kind carries, until the returned function is called. */
export const onEvent = <E extends EventName>(event: E, handler: Handler<E>): (() => void) => {
  const own = handlers.get(event) ?? new Set()
  handlers.set(event, own.add(handler))
  return () => void own.delete(handler)
}

/** Calls `handler` each time the stream was opened: what happened before that was not heard. */
export const onOpened = (handler: () => void): (() => void) => {
  openings.add(handler)
  return () => void openings.delete(handler)
}

/** `onEvent` while the caller is shown: `useEvent('queue', (counts) => …)`. */
export const useEvent = <E extends EventName>(event: E, handler: Handler<E>) => {
  const current = useRef(handler)
  useEffect(() => {
    current.current = handler
  })
  useEffect(() => onEvent(event, (data) => current.current(data)), [event])
}

/** Hands an event to those who listen. */
export const dispatch = (event: string, data: unknown) => {
  // The server takes what it sends from the same table, so the type holds across the wire.
  for (const handler of handlers.get(event) ?? []) handler(data as never)
}

export const tellOpened = () => {
  for (const handler of openings) handler()
}

const askers = new Map<EventName, number>()
/** Kinds of event that the server sends only when they are asked for by name, and that somebody wants now. */
export const askedTopics = createStore<readonly EventName[]>([])

const ask = (topic: EventName, by: 1 | -1) => {
  askers.set(topic, (askers.get(topic) ?? 0) + by)
  const wanted = [...askers].filter(([, count]) => count > 0).map(([name]) => name)
  if (wanted.join() !== askedTopics.get().join()) askedTopics.set(wanted)
}

/** Asks for a kind of event that is sent only on demand (`mail_log`), while the caller is shown and `on`. */
export const useTopic = (topic: EventName, on: boolean) =>
  useEffect(() => {
    if (!on) return
    ask(topic, 1)
    return () => ask(topic, -1)
  }, [topic, on])
