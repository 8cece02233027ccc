import { request } from 'node:http'

/** Status of a GET, or undefined when nothing answers within two seconds. */
export const statusOf = (host, port, path) =>
  new Promise((resolve) => {
    const call = request({ host, port, path, timeout: 2000 }, (reply) => {
      reply.resume()
      resolve(reply.statusCode)
    })
    call.on('timeout', () => call.destroy())
    call.on('error', () => resolve(undefined))
    call.end()
  })

/** The address to reach a listener by: a wildcard is reached over loopback. */
export const reachable = (host) => {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '::1'
  return host
}
