import type { BodyOf, ReplyOf, Service } from '@mc/shared/contract'
import { SERVICE_ALIASES } from '@mc/shared/contract/services'
import { SCREENING_SERVICE, type ServiceName } from '@mc/shared/rules'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../http/app-error.ts'
import type { Caller } from '../../http/caller.ts'
import { toService } from '../../plugins/services.ts'
import { cutsOff } from './cuts-off.ts'

type Action = BodyOf<'POST /services'>['action']

export const list = async ({ services }: Deps): Promise<Service[]> => [...(await services.list())]

const wordFor = { start: 'started', stop: 'stopped', restart: 'restarted' } as const

const nameOf = (given: ServiceName | keyof typeof SERVICE_ALIASES): ServiceName =>
  given === 'spamd' ? SERVICE_ALIASES[given] : given

const needInstalled = async ({ services }: Deps, name: ServiceName): Promise<Service> => {
  const service = (await services.list()).find((one) => one.name === name)
  if (service && service.status !== 'not_installed') return service
  throw new AppError(
    'service_not_installed',
    service?.detail ?? `${name} is not installed on this machine.`,
  )
}

const needConfirmed = ({ config }: Deps, name: ServiceName, confirmed: boolean): void => {
  const consequence = cutsOff(config, name)
  if (consequence === undefined || confirmed) return
  throw new AppError(
    'cuts_off_panel',
    `${name} was not stopped. ${consequence} Send "confirm": true to stop it all the same.`,
    { details: { consequence } },
  )
}

/** It answered a moment ago: what it was asked for may have been done. */
const unknownOutcome = (name: ServiceName, action: Action) => (error: unknown) => {
  if (!(error instanceof AppError) || error.code !== 'agent_unavailable') throw error
  throw new AppError(
    'agent_unavailable',
    `The part of Mission Control that looks after the mail services stopped answering, so it is not known whether ${name} was ${wordFor[action]}. Look at the services in a moment.`,
    { details: { outcome: 'unknown' }, retryAfter: 5, cause: error },
  )
}

/** @param log what the checker said */
const refused = (name: ServiceName, service: Service, log: string[]): AppError =>
  new AppError(
    'service_failed',
    `${name} was not restarted: its own checker refuses its configuration, so it runs on as it was. Mend what the checker says and try again.`,
    { details: { service, log, refused: true }, retryAfter: 30 },
  )

const failed = (name: ServiceName, action: Action, service: Service, log: string[]): AppError =>
  new AppError(
    'service_failed',
    action === 'stop'
      ? `${name} did not stop. Nothing else was touched. ${service.detail}`
      : `${name} did not come up. Nothing else was touched. ${service.detail} Its last lines say why.`,
    { details: { service, log }, retryAfter: 30 },
  )

/** @param complaints of the checker of a service that came up in spite of them */
const messageOf = (
  name: ServiceName,
  action: Action,
  before: Service,
  complaints: readonly string[],
): string => {
  if (action === 'start' && before.status === 'running') return `${name} is running already.`
  if (action === 'stop' && before.status === 'stopped') return `${name} is stopped already.`
  const done = `${name} was ${wordFor[action]}.`
  if (complaints.length === 0) return done
  return `${done} But its checker finds fault with its configuration: ${complaints.slice(0, MOST_COMPLAINTS).join(' · ')}`
}

/** Lines of a checker in one sentence. */
const MOST_COMPLAINTS = 5

const facts = ({ status, pid }: Service) => ({ status, pid })

/**
 * Starts, stops or restarts one service; resolves when the new state was observed.
 * @throws AppError use_screening_config, service_not_installed, cuts_off_panel: nothing was done; service_failed with
 * the last lines of the service, or of the checker that refuses its configuration, in `log`; agent_unavailable
 */
export const control = async (
  deps: Deps,
  caller: Caller,
  { service: given, action, confirm = false }: BodyOf<'POST /services'>,
): Promise<ReplyOf<'POST /services'>> => {
  const name = nameOf(given)
  if (name === SCREENING_SERVICE) {
    throw new AppError(
      'use_screening_config',
      'The screening filter is switched with the screening settings, so that Postfix asks it exactly while it runs. Nothing was done.',
    )
  }
  const before = await needInstalled(deps, name)
  const deed = {
    action: `service.${action}`,
    target: name,
    before: facts(before),
    after: { status: action === 'stop' ? 'stopped' : 'running' },
  }
  return deps.audit.record(caller, deed, async () => {
    if (action === 'stop') needConfirmed(deps, name, confirm)
    const done = await deps.agent
      .call('services.control', { service: name, action }, caller)
      .catch(unknownOutcome(name, action))
      .finally(() => deps.services.look())
    const service = toService(done.service)
    if (done.refused) throw refused(name, service, done.log)
    if (!done.observed) throw failed(name, action, service, done.log)
    return { message: messageOf(name, action, toService(done.before), done.log), service }
  })
}
