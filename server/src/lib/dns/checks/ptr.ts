import { isIPv4 } from 'node:net'
import { isPrivateAddress } from '../../own-addresses.ts'
import { examine, type Finding, type Verdict } from '../finding.ts'
import { reverseName } from '../reverse-name.ts'
import type { Survey } from '../survey.ts'
import type { HostFacts } from './facts.ts'

/** Whether the name leads back to the address. */
const confirms = async (survey: Survey, name: string, ip: string): Promise<boolean> => {
  const { values } = await survey.resolve(name, isIPv4(ip) ? 'A' : 'AAAA')
  return values.includes(ip)
}

const provider = 'The reverse name is set where the address comes from: at the hosting provider.'

const judge = async (
  survey: Survey,
  { hostname }: HostFacts,
  ip: string,
  names: readonly string[],
): Promise<Verdict> => {
  if (names.length === 0) {
    return {
      status: 'missing',
      message: `${ip} has no reverse name, and many servers refuse mail from such addresses. Set it to ${hostname}. ${provider}`,
    }
  }
  const confirmed = []
  for (const name of names) if (await confirms(survey, name, ip)) confirmed.push(name)
  if (names.includes(hostname)) {
    if (!confirmed.includes(hostname)) {
      return {
        status: 'fail',
        message: `${ip} is named ${hostname}, but ${hostname} does not lead back to ${ip}. Publish its address record.`,
      }
    }
    return names.length === 1
      ? { status: 'pass', message: `${ip} is named ${hostname}, as this server greets (HELO).` }
      : {
          status: 'warning',
          message: `${ip} has ${names.length} reverse names, and receivers may look at any of them. Keep ${hostname} alone. ${provider}`,
        }
  }
  if (confirmed.length > 0) {
    return {
      status: 'warning',
      message: `${ip} is named ${confirmed.join(', ')}, but this server greets as ${hostname} (HELO). Set the reverse name to ${hostname}, or the host name under Settings to ${confirmed[0] ?? ''}. ${provider}`,
    }
  }
  return {
    status: 'fail',
    message: `${ip} is named ${names.join(', ')}, which does not lead back to it: servers that check refuse its mail. Set the reverse name to ${hostname}. ${provider}`,
  }
}

/** The reverse name of each public address, its way back, and its agreement with the greeting (RFC 1912 2.1). */
export const checkReverseNames = (survey: Survey, host: HostFacts): Promise<Finding[]> =>
  Promise.all(
    host.addresses
      .filter((ip) => host.isPrivateWorld || !isPrivateAddress(ip))
      .map(async (ip) => {
        const name = reverseName(ip)
        return examine(
          await survey.look(name, 'PTR'),
          {
            type: 'PTR',
            name,
            expected: host.hostname,
            record: { host: name, type: 'PTR', value: host.hostname },
          },
          (names) => judge(survey, host, ip, names),
        )
      }),
  )
