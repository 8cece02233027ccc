import { isIP, SocketAddress } from 'node:net'

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/** `::ffff:1.2.3.4` is 1.2.3.4: one client, one form. */
const plainAddress = (address: string): string =>
  address.charCodeAt(0) === 58 ? (MAPPED.exec(address)?.[1] ?? address) : address

/** Whether an address, or the names `localhost` and `*.localhost` (RFC 6761), stay inside this machine. */
export const isLoopback = (host: string): boolean => {
  if (isIP(host) === 0) return host === 'localhost' || host.endsWith('.localhost')
  const plain = plainAddress(host)
  return plain === '::1' || plain.startsWith('127.')
}

const groups = (address: string): string[] => {
  const [head = '', tail] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  if (tail === undefined) return left
  return [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
}

/**
 * What one household or customer has: an IPv6 /64 (a client can take any address in it), an IPv4 address or, with
 * `v4Bits` 24, its /24.
 */
export const networkOf = (address: string, v4Bits: 24 | 32 = 32): string => {
  if (!address.includes(':')) {
    return v4Bits === 32 ? address : `${address.slice(0, address.lastIndexOf('.'))}.0/24`
  }
  // SocketAddress writes an embedded dotted quad in hex and drops a zone.
  const canonical = new SocketAddress({ address: address.split('%')[0] ?? '', family: 'ipv6' })
  const [a = '0', b = '0', c = '0', d = '0'] = groups(canonical.address)
  return `${a}:${b}:${c}:${d}::/64`
}

/**
 * The client's address: the socket's, unless that is a proxy on this machine (or a unix socket). Then
 * X-Forwarded-For is read from the right, where our proxy wrote, to the first entry that is not trusted; an entry
 * that is no address ends the walk at the last hop that was one. What stands left of it anybody may have sent.
 * @param peer the socket's address; undefined for a unix socket
 * @param forwarded all X-Forwarded-For headers joined with commas
 */
export const clientAddress = (peer: string | undefined, forwarded: string | undefined): string => {
  let current = peer === undefined ? '127.0.0.1' : plainAddress(peer)
  if (forwarded === undefined) return current
  let end = forwarded.length
  while (end > 0 && isLoopback(current)) {
    const comma = forwarded.lastIndexOf(',', end - 1)
    const entry = plainAddress(forwarded.slice(comma + 1, end).trim())
    if (isIP(entry) === 0) return current
    current = entry
    end = comma
  }
  return current
}
