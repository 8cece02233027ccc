/** A session may hold a few streams only: a window that gets none asks the hidden ones of this browser for theirs. */
const channel = new BroadcastChannel('mc-stream-room')

export const wantRoom = () => channel.postMessage('room')

/** Calls `leave` when another window wants a stream and nobody looks at this one, until the returned function is called. */
export const onRoomWanted = (leave: () => void): (() => void) => {
  const heard = () => document.hidden && leave()
  channel.addEventListener('message', heard)
  return () => channel.removeEventListener('message', heard)
}

/** Resolves when somebody looks at this window. */
export const untilShown = () =>
  new Promise<void>((resolve) => {
    if (!document.hidden) return resolve()
    const look = () => {
      if (document.hidden) return
      document.removeEventListener('visibilitychange', look)
      resolve()
    }
    document.addEventListener('visibilitychange', look)
  })
