import { isIPv4 } from 'node:net'

/** RFC 1035 3.5 and RFC 3596 2.5: the name under which an address has its PTR record. */
export const reverseName = (address: string): string => {
  if (isIPv4(address)) return `${address.split('.').reverse().join('.')}.in-addr.arpa`
  const [head = '', tail] = address.toLowerCase().split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const before = groups(head)
  const after = groups(tail ?? '')
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length
  const hex = [...before, ...Array.from({ length: zeros }, () => '0'), ...after]
    .map((group) => group.padStart(4, '0'))
    .join('')
  return `${[...hex].reverse().join('.')}.ip6.arpa`
}
