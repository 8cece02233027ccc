import { isIPv6, SocketAddress } from 'node:net'
import type { Answer as Rr } from 'dns-packet'

/** One spelling: lower case, no trailing dot. The root is the empty name. */
export const plainName = (name: string): string => name.toLowerCase().replace(/\.$/, '')

/** `2001:DB8:0::1` and `2001:db8::1` are one address. */
export const plainAddress = (address: string): string =>
  isIPv6(address) ? new SocketAddress({ address, family: 'ipv6' }).address : address

const ofText = (data: string | Buffer | readonly (string | Buffer)[]): string =>
  (Array.isArray(data) ? data : [data]).map((part) => part.toString('utf8')).join('')

/** A record's data as one line of text, undefined for types that nobody asks for. */
export const textOf = (record: Rr): string | undefined => {
  switch (record.type) {
    case 'A':
      return record.data
    case 'AAAA':
      return plainAddress(record.data)
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return plainName(record.data)
    case 'MX':
      return `${record.data.preference ?? 0} ${plainName(record.data.exchange) || '.'}`
    case 'SRV': {
      const { priority = 0, weight = 0, port, target } = record.data
      return `${priority} ${weight} ${port} ${plainName(target) || '.'}`
    }
    case 'SOA':
      return `${plainName(record.data.mname)} ${plainName(record.data.rname)} ${record.data.serial ?? 0}`
    case 'CAA':
      return `${record.data.flags ?? 0} ${record.data.tag} "${record.data.value}"`
    case 'TLSA': {
      const { usage, selector, matchingType, certificate } = record.data
      return `${usage} ${selector} ${matchingType} ${certificate.toString('hex')}`
    }
    case 'TXT':
      return ofText(record.data)
    default:
      return undefined
  }
}
