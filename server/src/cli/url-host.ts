/** Where a listener is reached from this machine: one on all addresses over loopback. */
export const reachableHost = (host: string): string => {
  if (host === '0.0.0.0') return '127.0.0.1'
  return host === '::' ? '::1' : host
}

/** The same as it stands in a URL (RFC 3986, 3.2.2). */
export const urlHost = (host: string): string => {
  const reachable = reachableHost(host)
  return reachable.includes(':') ? `[${reachable}]` : reachable
}
