import { createSocket } from 'node:dgram'
import { connect, isIPv6 } from 'node:net'
import { type Query, type Reply, readReply } from './message.ts'
import type { Endpoint } from './types.ts'

export type Outcome = Reply | 'timeout' | 'unreachable' | 'malformed' | 'truncated' | 'case'

/** What the sockets need of their caller: an end in time, and a place for the result. */
interface Wait {
  readonly signal: AbortSignal
  readonly done: (outcome: Outcome) => void
}

/** Settles once, at the latest after `timeout` ms or when the whole check is over; `release` frees the socket. */
const within = (
  timeout: number,
  outer: AbortSignal | undefined,
  begin: (wait: Wait) => () => void,
): Promise<Outcome> =>
  new Promise((resolve) => {
    const ending = AbortSignal.timeout(timeout)
    const signal = outer ? AbortSignal.any([ending, outer]) : ending
    if (signal.aborted) return resolve('timeout')
    let release = () => {}
    const done = (outcome: Outcome) => {
      signal.removeEventListener('abort', late)
      release()
      resolve(outcome)
    }
    const late = () => done('timeout')
    signal.addEventListener('abort', late, { once: true })
    release = begin({ signal, done })
  })

/** One datagram there, one back. The socket is connected, so the kernel drops what others send to it. */
export const overUdp = (
  query: Query,
  { address, port }: Endpoint,
  timeout: number,
  outer?: AbortSignal,
): Promise<Outcome> =>
  within(timeout, outer, ({ done }) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
    socket.on('error', () => done('unreachable'))
    socket.on('message', (bytes) => {
      const reply = readReply(query, bytes)
      if (reply !== 'stray') done(reply)
    })
    socket.connect(port, address, () => socket.send(query.bytes))
    return () => socket.close()
  })

/** RFC 7766: the length in two octets before each message. */
const framed = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

export const overTcp = (
  query: Query,
  { address, port }: Endpoint,
  timeout: number,
  outer?: AbortSignal,
): Promise<Outcome> =>
  within(timeout, outer, ({ done }) => {
    const socket = connect({ host: address, port })
    let got = Buffer.alloc(0)
    socket.on('error', () => done('unreachable'))
    socket.on('end', () => done('malformed'))
    socket.on('connect', () => socket.write(framed(query.bytes)))
    socket.on('data', (chunk) => {
      got = Buffer.concat([got, chunk])
      if (got.length < 2 || got.length < 2 + got.readUInt16BE(0)) return
      const reply = readReply(query, got.subarray(2, 2 + got.readUInt16BE(0)))
      // Over TCP nobody slips an answer in, and there is no more room to be had.
      done(reply === 'stray' || reply === 'truncated' ? 'malformed' : reply)
    })
    return () => socket.destroy()
  })
