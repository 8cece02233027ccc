import { networkInterfaces } from 'node:os'

/** RFC 1918, RFC 6598, link-local, and the ranges of documentation do not lead here from the world. */
const PRIVATE =
  /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|fe[89ab]|f[cd]|::1$)/i

/** Whether an address leads nowhere from the world. */
export const isPrivateAddress = (address: string): boolean => PRIVATE.test(address)

/** Addresses of the network interfaces that others may reach; those that only local networks know come last. */
export const ownAddresses = (): string[] => {
  const found = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((one) => !one.internal && !one.address.toLowerCase().startsWith('fe80'))
    .map((one) => one.address)
  const unique = [...new Set(found)]
  return [
    ...unique.filter((address) => !isPrivateAddress(address)),
    ...unique.filter((address) => isPrivateAddress(address)),
  ]
}

/** What the world most likely reaches us at: all of them only where each is private. */
export const ownPublicAddresses = (): string[] => {
  const all = ownAddresses()
  const open = all.filter((address) => !isPrivateAddress(address))
  return (open.length > 0 ? open : all).slice(0, 16)
}
