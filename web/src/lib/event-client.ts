import { sessionLost } from './api.ts'
import {
  connectionFound,
  connectionLost,
  isGatewayFailure,
  streamIs,
  untilFound,
} from './connection.ts'
import { readEvents } from './event-stream.ts'
import { askedTopics, dispatch, tellOpened } from './events.ts'
import { onRoomWanted, untilShown, wantRoom } from './stream-room.ts'

/** The server greets at once and beats every 20 s: more silence means that something in between holds it up. */
const patience = { greeting: 8000, beat: 50_000 }

/**
 * Why a stream ended: other topics are wanted, another window needs the room, it broke off, the session has too many,
 * or nothing comes through.
 */
type End = 'topics' | 'room' | 'ended' | 'full' | 'blocked'

/** What the server sends without being asked for it by name, as its first greeting told. */
let usual: readonly string[] = []

const address = () => {
  const asked = askedTopics.get()
  if (asked.length === 0 || usual.length === 0) return '/api/events'
  return `/api/events?topics=${[...new Set([...usual, ...asked])].join(',')}`
}

const topicsOf = (data: unknown): readonly string[] =>
  typeof data === 'object' && data !== null && 'topics' in data && Array.isArray(data.topics)
    ? data.topics.map(String)
    : []

const refusal = (response: Response): End | Promise<never> => {
  if (response.status === 401) {
    sessionLost()
    // The page is leaving.
    return new Promise(() => {})
  }
  if (isGatewayFailure(response)) {
    connectionLost()
    return 'ended'
  }
  return response.status === 429 ? 'full' : 'blocked'
}

const isStream = ({ ok, headers }: Response) =>
  ok && Boolean(headers.get('content-type')?.startsWith('text/event-stream'))

/** Ends a stream on purpose, with the reason. */
const endings = (controller: AbortController) => {
  let timer = setTimeout(() => controller.abort('blocked'), patience.greeting)
  const stops = [
    onRoomWanted(() => controller.abort('room')),
    // Until the first greeting it is not known what to ask for beside it.
    askedTopics.subscribe(() => usual.length > 0 && controller.abort('topics')),
  ]
  return {
    heard: () => {
      clearTimeout(timer)
      timer = setTimeout(() => controller.abort('ended'), patience.beat)
    },
    stop: () => {
      clearTimeout(timer)
      for (const stop of stops) stop()
    },
  }
}

const isEnd = (reason: unknown): reason is End =>
  reason === 'topics' || reason === 'room' || reason === 'ended' || reason === 'blocked'

/** One life of the stream, from asking for it to its end. */
const listen = async (): Promise<End> => {
  const controller = new AbortController()
  const { signal } = controller
  const asked = address()
  const { heard, stop } = endings(controller)
  try {
    const response = await fetch(asked, {
      headers: { accept: 'text/event-stream' },
      cache: 'no-store',
      signal,
    })
    if (!response.body || !isStream(response)) {
      controller.abort()
      return await refusal(response)
    }
    for await (const { event, data } of readEvents(response.body, heard)) {
      if (event !== 'hello') {
        dispatch(event, JSON.parse(data))
        continue
      }
      if (usual.length === 0) usual = topicsOf(JSON.parse(data))
      connectionFound()
      streamIs('up')
      tellOpened()
      if (address() !== asked) controller.abort('topics')
    }
    return 'ended'
  } catch (error) {
    if (isEnd(signal.reason)) return signal.reason
    if (!(error instanceof TypeError)) throw error
    connectionLost()
    return 'ended'
  } finally {
    stop()
  }
}

/** Milliseconds, growing to a minute and spread so that windows do not come together. */
const pause = (failures: number) => {
  const length = Math.min(500 * 2 ** failures, 60_000)
  return new Promise((resolve) => setTimeout(resolve, length * (0.5 + Math.random() / 2)))
}

/** A stream that lived for less than this counts as one that failed. */
const shortLife = 5000

/** What follows an end. @returns how often in a row it failed */
const recover = async (end: End, lived: number, failures: number): Promise<number> => {
  if (end === 'topics') return 0
  if (end === 'room') {
    await untilShown()
    return 0
  }
  if (end === 'ended') {
    streamIs('lost')
    const again = lived < shortLife ? failures + 1 : 0
    await pause(again - 1)
    return again
  }
  streamIs('down')
  if (end === 'full') {
    wantRoom()
    await untilShown()
  }
  await pause(failures + 1)
  return failures + 1
}

/** Keeps the page's one event stream open: again after an end, more slowly after failures, at once after a restart. */
export const startEvents = async (): Promise<never> => {
  let failures = 0
  for (;;) {
    await untilFound()
    const begin = Date.now()
    const end = await listen()
    failures = await recover(end, Date.now() - begin, failures)
  }
}
