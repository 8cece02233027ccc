import { reachableHost } from '../url-host.ts'
import { startAgain } from './advice.ts'
import { statusOf } from './connect.ts'
import { type Check, ill, well } from './finding.ts'

/** The API process as browsers reach it. */
export const panel: Check = async ({ config }) => {
  const part = 'panel'
  const host = reachableHost(config.host)
  const where = `${host}:${config.port}`
  const status = await statusOf(host, config.port, '/api/health/ready')
  if (status === 200) return [well(part, `answers at ${where}`)]
  if (status === undefined) {
    return [
      ill(
        part,
        `nothing answers at ${where}`,
        `${startAgain(config.layout)} If it runs on another address, set MC_HOST and MC_PORT here too. Mail flows without it.`,
      ),
    ]
  }
  return [
    ill(part, `answers at ${where} that a part is missing (${status})`, 'See the other lines.'),
  ]
}
