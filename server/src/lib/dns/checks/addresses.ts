import { isIPv4 } from 'node:net'
import { isPrivateAddress } from '../../own-addresses.ts'
import { examine, type Finding, type Verdict } from '../finding.ts'
import type { Survey } from '../survey.ts'
import type { HostFacts } from './facts.ts'

interface Family {
  readonly type: 'A' | 'AAAA'
  readonly protocol: 'IPv4' | 'IPv6'
  readonly own: readonly string[]
}

const unwanted = ({ hostname }: HostFacts, family: Family, actual: readonly string[]): Verdict =>
  actual.length === 0
    ? {
        status: 'pass',
        message: `This server has no ${family.protocol} address, and none is published.`,
      }
    : {
        status: 'fail',
        message: `${hostname} leads to ${actual.join(', ')}, but no ${family.protocol} address is set for this server. Remove the ${family.type} record, or enter the address under Settings.`,
      }

const compare = ({ hostname }: HostFacts, family: Family, actual: readonly string[]): Verdict => {
  const lacking = family.own.filter((address) => !actual.includes(address))
  const strange = actual.filter((address) => !family.own.includes(address))
  if (lacking.length === family.own.length) {
    return {
      status: 'fail',
      message: `${hostname} leads to ${strange.join(', ')}, which is not this server. Point it at ${family.own.join(', ')}, or correct the addresses under Settings.`,
    }
  }
  if (strange.length > 0) {
    return {
      status: 'warning',
      message: `${hostname} also leads to ${strange.join(', ')}, which is not this server: some mail goes there. Remove that ${family.type} record, or enter the address under Settings.`,
    }
  }
  if (lacking.length > 0) {
    return {
      status: 'warning',
      message: `${lacking.join(', ')} belongs to this server but is not published. Add the ${family.type} record, or take the address out of Settings.`,
    }
  }
  return { status: 'pass', message: `${hostname} leads to this server.` }
}

const judge = (host: HostFacts, family: Family, actual: readonly string[]): Verdict => {
  if (family.own.length === 0) return unwanted(host, family, actual)
  const local = family.own.filter((address) => isPrivateAddress(address))
  if (local.length === family.own.length && !host.isPrivateWorld) {
    return {
      status: 'fail',
      message: `${local.join(', ')} is an address of a local network, where no other mail server can reach it. Enter the public address under Settings.`,
    }
  }
  if (actual.length === 0) {
    return {
      status: 'missing',
      message: `${host.hostname} has no ${family.type} record: other servers cannot find this one over ${family.protocol}. Publish ${family.own.join(', ')}.`,
    }
  }
  return compare(host, family, actual)
}

/** A and AAAA of the server's own name. */
export const checkAddresses = (survey: Survey, host: HostFacts): Promise<Finding[]> => {
  const families: readonly Family[] = [
    { type: 'A', protocol: 'IPv4', own: host.addresses.filter((one) => isIPv4(one)) },
    { type: 'AAAA', protocol: 'IPv6', own: host.addresses.filter((one) => !isIPv4(one)) },
  ]
  return Promise.all(
    families.map(async (family) => {
      const { type, own } = family
      const view = await survey.look(host.hostname, type)
      const [first] = own
      return examine(
        view,
        {
          type,
          name: host.hostname,
          expected: own.join(', '),
          optional: own.length === 0,
          record: first === undefined ? null : { host: host.hostname, type, value: first },
        },
        (actual) => judge(host, family, actual),
      )
    }),
  )
}
