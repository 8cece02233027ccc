import { Resolver } from 'node:dns/promises'
import type { Config } from '../../config/config.ts'
import type { Agent } from '../../deps.ts'
import type { Layout } from '../../layout/index.ts'
import { agentLog, daemonLog, startAgain } from './advice.ts'
import { taken } from './connect.ts'
import { type Check, type Finding, ill, reasonOf, well } from './finding.ts'

const DAY_MS = 24 * 3600 * 1000
/** A certificate that ends sooner should have been renewed by now. */
const RENEW_DAYS = 14

/** Asked before root is given up, whose socket it is; for anybody else the agent's answer has to do. */
export const supervisord: Check = async ({ config: { layout, mail } }) => {
  const part = 'supervisord'
  if (!layout.supervisor || mail === 'none') return []
  const answer = await taken({ path: layout.supervisor.socket })
  if (answer === true) return [well(part, 'answers')]
  if (answer === 'EACCES') return []
  return [
    ill(part, `does not answer (${answer}): the mail stack is not running`, startAgain(layout)),
  ]
}

/** What the agent, which asks each daemon for real, says of them; undefined when it does not answer itself. */
const parts = async (
  agent: Agent,
  { layout, stateDir }: Config,
): Promise<Finding[] | undefined> => {
  const advice = `${daemonLog(layout, stateDir)} ${startAgain(layout)}`
  const status = await agent.call('stack.status', {}).catch(() => undefined)
  return status?.parts.map(({ name, status, detail }) =>
    status === 'ok' ? well(name, detail) : ill(name, detail, advice),
  )
}

const ports = async ({ layout }: Config): Promise<Finding[]> => {
  const host = layout.listen ?? '127.0.0.1'
  const asked = Object.entries(layout.ports)
    // DNS is asked by its own check, over UDP.
    .filter(([name]) => name !== 'dns')
    .map(async ([name, port]) => ({ name, port, answer: await taken({ host, port }) }))
  const all = await Promise.all(asked)
  const closed = all.filter(({ answer }) => answer !== true)
  if (closed.length === 0) {
    return [well('ports', all.map(({ name, port }) => `${name} ${port}`).join(', '))]
  }
  return closed.map(({ name, port, answer }) =>
    ill(
      `port ${port}`,
      `${name} takes no connection (${answer})`,
      'See the daemon it belongs to, above.',
    ),
  )
}

const certificate = async (agent: Agent, layout: Layout): Promise<Finding> => {
  const part = 'certificate'
  try {
    const { not_after, names } = await agent.call('certificate.read', {})
    const days = Math.floor((Date.parse(not_after) - Date.now()) / DAY_MS)
    const detail = `${names.join(', ')}, ends ${not_after.slice(0, 10)} (${days} days)`
    return days >= RENEW_DAYS
      ? well(part, detail)
      : ill(part, detail, 'Save the settings of the server in the panel: that makes a new one.')
  } catch (error) {
    return ill(part, `cannot be read: ${reasonOf(error)}`, startAgain(layout))
  }
}

const dns = async ({ layout }: Config): Promise<Finding> => {
  const part = 'dns'
  const server = `${layout.listen ?? '127.0.0.1'}:${layout.ports.dns}`
  const resolver = new Resolver({ timeout: 2000, tries: 1 })
  resolver.setServers([server])
  try {
    await resolver.resolve4('localhost')
    return well(part, `${server} answers`)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    // A name that it does not know is an answer too.
    if (code === 'ENOTFOUND' || code === 'ENODATA') return well(part, `${server} answers`)
    return ill(part, `${server} does not answer (${code})`, startAgain(layout))
  }
}

/** Every part of the mail stack that belongs to this panel. */
export const stack: Check = async ({ config, agent }) => {
  const part = 'mail stack'
  if (config.mail === 'none') return [well(part, 'none belongs to this panel (MC_MAIL=none)')]
  const { layout, stateDir } = config
  const told = await parts(agent, config)
  if (told) return [well('agent', 'answers'), ...told, await certificate(agent, layout)]
  // Mail flows without the agent: what can be seen without it.
  const seen = await Promise.all([ports(config), dns(config)])
  return [
    ill('agent', 'does not answer', `${startAgain(layout)} ${agentLog(layout, stateDir)}`),
    ...seen.flat(),
  ]
}
