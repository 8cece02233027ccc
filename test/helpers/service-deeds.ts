import type { Service } from '@mc/shared/contract'
import type { MailBed } from './mail-bed.ts'
import { until } from './until.ts'

/** What the kernel calls the main process of each service of the private mail stack. */
export const mainProcesses = {
  postfix: 'master',
  dovecot: 'dovecot',
  opendkim: 'opendkim',
  spamassassin: 'spamd',
  'spamass-milter': 'spamass-milter',
  unbound: 'unbound',
  rsyslog: 'rsyslogd',
} as const
export type ServiceName = keyof typeof mainProcesses
export const serviceNames = Object.keys(mainProcesses) as ServiceName[]

/** The services of a mail stack as its administrator sees and controls them. */
export const serviceDeeds = (bed: MailBed) => {
  const services = async (): Promise<Service[]> => {
    const { status, body } = await bed.call('GET /services')
    if (status !== 200) throw new Error(`${status}: ${body.error}`)
    return body
  }
  const service = async (name: ServiceName): Promise<Service> => {
    const found = (await services()).find((one) => one.name === name)
    if (!found) throw new Error(`${name} is not listed`)
    return found
  }
  return {
    services,
    service,
    control: (name: ServiceName, action: 'start' | 'stop' | 'restart') =>
      bed.call('POST /services', { body: { service: name, action } }),
    runs: (name: ServiceName) =>
      until(`${name} runs`, 60_000, async () => {
        const now = await service(name)
        return now.status === 'running' && now
      }),
  }
}
