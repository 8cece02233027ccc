import type { IncomingMessage } from 'node:http'
import { isLoopback } from '../lib/addresses.ts'

/** The parts of the configuration that say under which names the panel is reached. */
export interface Reach {
  readonly host: string
  readonly publicUrl: URL | undefined
}

const peerIsTrusted = (raw: IncomingMessage): boolean =>
  raw.socket.remoteAddress === undefined || isLoopback(raw.socket.remoteAddress)

/** Whether the browser's side of the connection is encrypted, as far as we can know. */
export const isSecure = (raw: IncomingMessage, reach: Reach): boolean => {
  if ('encrypted' in raw.socket && raw.socket.encrypted === true) return true
  if (reach.publicUrl?.protocol === 'https:') return true
  const proto = raw.headers['x-forwarded-proto']
  return typeof proto === 'string' && proto.toLowerCase() === 'https' && peerIsTrusted(raw)
}

/** The name in a Host header, without port and brackets. */
const nameOf = (host: string): string => {
  if (host.startsWith('[')) return host.slice(1, host.indexOf(']')).toLowerCase()
  const colon = host.indexOf(':')
  return (colon < 0 ? host : host.slice(0, colon)).toLowerCase()
}

/**
 * Answers whether a Host header names this panel: a loopback name, MC_HOST or MC_PUBLIC_URL's. It keeps a page whose
 * name was re-bound to our address from speaking to us with the browser's help. Bound to every address, MC_HOST
 * stands for the one that the connection came in on; no foreign name can resolve to a literal.
 */
export const hostCheck = (reach: Reach): ((raw: IncomingMessage) => boolean) => {
  const known = new Set([reach.host, 'localhost', '127.0.0.1', '::1'])
  if (reach.publicUrl) known.add(nameOf(reach.publicUrl.host))
  const wildcard = reach.host === '0.0.0.0' || reach.host === '::'
  return (raw) => {
    const host = raw.headers.host
    if (host === undefined || /[^\w.:[\]-]/.test(host)) return false
    const name = nameOf(host)
    if (known.has(name) || isLoopback(name)) return true
    const local = raw.socket.localAddress
    return wildcard && local !== undefined && local.replace(/^::ffff:/, '') === name
  }
}

/**
 * Answers whether a browser says that our own page made the request. A script sends neither header and passes: it
 * has no cookie that a foreign page could ride on.
 */
export const originCheck =
  (reach: Reach): ((raw: IncomingMessage) => boolean) =>
  (raw) => {
    const site = raw.headers['sec-fetch-site']
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
    const origin = raw.headers.origin
    if (origin === undefined || origin === reach.publicUrl?.origin) return true
    return origin === `${isSecure(raw, reach) ? 'https' : 'http'}://${raw.headers.host ?? ''}`
  }
