import { get } from 'node:https'
import type { PolicyFetch } from '../../lib/dns/checks/facts.ts'
import type { Survey } from '../../lib/dns/survey.ts'
import { isPrivateAddress } from '../../lib/own-addresses.ts'

const TIMEOUT_MS = 5000
/** RFC 8461 3.3 suggests as much. */
const MAX_BYTES = 64 * 1024

export interface PolicySource {
  readonly port: number
  /** Authorities to trust beside the system's. */
  readonly ca?: string
  /** Whether addresses that only this machine or its network reach may be asked: else a domain could make us do it. */
  readonly local: boolean
}

const failed = (problem: string, reached = false): PolicyFetch => ({ problem, reached })

/** What went wrong with the connection, as a clause; certificate faults were reached. */
const explain = (error: Error): PolicyFetch => {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const isCertificate = /CERT|SELF_SIGNED|ALTNAME|VERIFY|ISSUER/.test(code)
  return isCertificate
    ? failed(`its certificate is not valid (${code})`, true)
    : failed(`no connection${code === '' ? '' : ` (${code})`}`)
}

/** Without redirects, which RFC 8461 3.3 forbids. */
const request = (host: string, address: string, { port, ca }: PolicySource): Promise<PolicyFetch> =>
  new Promise((resolve) => {
    const asked = get(
      {
        host: address,
        port,
        servername: host,
        path: '/.well-known/mta-sts.txt',
        headers: { host, accept: 'text/plain' },
        agent: false,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(ca === undefined ? {} : { ca }),
      },
      (answer) => {
        if (answer.statusCode !== 200) {
          answer.destroy()
          return resolve(failed(`the web server answers ${answer.statusCode}`, true))
        }
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (piece: string) => {
          text += piece
          if (text.length <= MAX_BYTES) return
          answer.destroy()
          resolve(failed('it is longer than 64 kB', true))
        })
        answer.on('end', () => resolve({ text }))
        answer.on('error', (error) => resolve(explain(error)))
      },
    )
    asked.on('error', (error) => resolve(explain(error)))
  })

/** Fetches the MTA-STS policy of a domain from the addresses that the survey finds for its host, and only from there. */
export const policyFetcher =
  (source: PolicySource) =>
  async (survey: Survey, host: string): Promise<PolicyFetch> => {
    const [v4, v6] = await Promise.all([survey.resolve(host, 'A'), survey.resolve(host, 'AAAA')])
    const found = [...v4.values, ...v6.values]
    const open = found.filter((address) => source.local || !isPrivateAddress(address))
    const [address] = open
    if (address !== undefined) return request(host, address, source)
    if (found.length > 0) return failed(`${host} leads to a local address`, true)
    const isAbsent = [v4, v6].every(({ status }) => status === 'nodata' || status === 'nxdomain')
    return failed(`${host} has no address`, isAbsent)
  }
