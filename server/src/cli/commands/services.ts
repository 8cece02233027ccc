import type { BodyOf, Service } from '@mc/shared/contract'
import { SERVICE_ALIASES } from '@mc/shared/contract/services'
import { SERVICES, type ServiceName } from '@mc/shared/rules'
import { configFrom } from '../../config/config.ts'
import { readEnv } from '../../config/env.ts'
import { databaseFault } from '../../db/errors.ts'
import { control, list } from '../../features/services/service.ts'
import { AppError } from '../../http/app-error.ts'
import { agentOf } from '../../plugins/agent.ts'
import { type Args, type Command, type Output, UsageError } from '../command.ts'
import { withPanel } from '../panel.ts'
import { table } from '../table.ts'

type Action = BodyOf<'POST /services'>['action']

const columns = ['name', 'status', 'uptime_formatted', 'memory', 'pid', 'detail'] as const

const shown = (service: Service) => ({
  ...service,
  memory: service.memory_bytes > 0 ? `${Math.round(service.memory_bytes / 2 ** 20)} MB` : null,
})

export const listServices: Command = {
  usage: '',
  summary: 'state, age, memory and process of every service',
  words: { min: 0, max: 0 },
  run: () =>
    withPanel(async ({ deps }) => {
      const rows = await list(deps)
      return { text: table(rows.map(shown), columns, 'There are no services.'), data: rows }
    }),
}

const needService = (given: string): ServiceName => {
  const name = given === 'spamd' ? SERVICE_ALIASES.spamd : given
  const found = SERVICES.find((one) => one === name)
  if (found === undefined) {
    throw new UsageError(`There is no service ${given}. There are ${SERVICES.join(', ')}.`)
  }
  return found
}

/** The panel's own database may be what is to be started: root's journal is the record then. */
const startWithoutPanel = async (service: ServiceName): Promise<Output> => {
  const agent = agentOf(configFrom(readEnv()))
  const caller = { actor: { kind: 'cli' }, address: null, requestId: null } as const
  const done = await agent.call('services.control', { service, action: 'start' }, caller)
  return {
    text: done.observed
      ? `${service} was started.`
      : [`${service} did not come up. ${done.service.detail}`, ...done.log].join('\n'),
    data: done,
    status: done.observed ? 0 : 1,
  }
}

/** Its own last words belong to the answer, and a warning to the question. */
const failed = (error: unknown): Output => {
  if (!(error instanceof AppError)) throw error
  const { code, message, details } = error
  if (code === 'cuts_off_panel') {
    throw new UsageError(
      `Nothing was stopped. ${details.consequence} With --confirm it is stopped all the same.`,
    )
  }
  if (code !== 'service_failed' || !Array.isArray(details.log)) throw error
  return { text: [message, ...details.log].join('\n'), data: details, status: 1 }
}

const deed = (action: Action, summary: string): Command => ({
  usage: action === 'stop' ? '<name> [--confirm]' : '<name>',
  summary,
  ...(action === 'stop' ? { options: { confirm: { type: 'boolean' } } } : {}),
  words: { min: 1, max: 1 },
  run: async ({ positionals: [given = ''], values }: Args) => {
    const service = needService(given)
    const body = { service, action, ...(values.confirm === true ? { confirm: true } : {}) }
    try {
      return await withPanel(async ({ deps, caller }) => {
        const done = await control(deps, caller, body)
        return { text: done.message, data: done }
      })
    } catch (error) {
      const away = databaseFault(error) === 'unreachable'
      return away && action === 'start' ? startWithoutPanel(service) : failed(error)
    }
  },
})

export const startService = deed('start', 'start a service and wait until it answers')
export const stopService = deed('stop', 'stop a service; --confirm where the panel hangs on it')
export const restartService = deed('restart', 'restart a service and wait until it answers')
