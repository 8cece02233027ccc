import { request } from 'node:http'
import { connect, type NetConnectOpts } from 'node:net'

const PATIENCE_MS = 3000

/** Whether something takes the connection; otherwise why not, as an error code such as ECONNREFUSED. */
export const taken = (to: NetConnectOpts): Promise<true | string> =>
  new Promise((resolve) => {
    const socket = connect({ ...to, timeout: PATIENCE_MS })
    const end = (answer: true | string) => {
      socket.destroy()
      resolve(answer)
    }
    socket.on('connect', () => end(true))
    socket.on('timeout', () => end('no answer'))
    socket.on('error', (error) => end('code' in error ? String(error.code) : error.message))
  })

/** Status of a GET, or undefined when nothing answers in time. */
export const statusOf = (host: string, port: number, path: string): Promise<number | undefined> =>
  new Promise((resolve) => {
    const call = request({ host, port, path, timeout: PATIENCE_MS }, (reply) => {
      reply.resume()
      resolve(reply.statusCode)
    })
    call.on('timeout', () => call.destroy())
    call.on('error', () => resolve(undefined))
    call.end()
  })
