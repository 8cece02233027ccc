import { setTimeout as delay } from 'node:timers/promises'
import type { OpInput, OpOutput } from '@mc/shared/ops'
import { SCREENING_SERVICE } from '@mc/shared/rules'
import type { ServiceLayout } from '../layout/index.ts'
import { refusalOf } from './checkers.ts'
import type { AgentDeps } from './deps.ts'
import { startEd25519Signer } from './mailstack/ed25519-signer.ts'
import { OpFailure } from './op-failure.ts'
import { listenTo, said } from './service-log.ts'
import { examine, type ServiceState } from './services.ts'
import { askService } from './status.ts'

type Action = OpInput<'services.control'>['action']

/** Milliseconds that a service has to come up and answer; spamd reads its rules for seconds on a busy machine. */
const START_PATIENCE = 40_000
/** Milliseconds that it has to be gone after its manager was asked, which kills what does not end by itself. */
const STOP_PATIENCE = 20_000
const PAUSE = 150

const needControllable = (service: ServiceLayout | undefined, state: ServiceState | undefined) => {
  if (service?.name === SCREENING_SERVICE) {
    throw new OpFailure(
      'use_screening_config',
      'The screening filter is switched with its settings, so that Postfix asks it exactly while it runs. Nothing was done.',
    )
  }
  if (!service?.program || !state || state.state === 'not_installed') {
    throw new OpFailure('service_not_installed', service?.absent ?? 'There is no such service.')
  }
  return { service, program: service.program, before: state }
}

interface Seen {
  readonly state: ServiceState
  /** Undefined while it is still on its way; a sentence in `state.detail` says why it is not what was asked for. */
  readonly observed: boolean | undefined
}

/** How far a service is on its way: up means that it also answers what its clients ask. */
const look = async (deps: AgentDeps, service: ServiceLayout, wanted: 'up' | 'down') => {
  const [found] = await examine(deps, [service])
  if (!found) throw new Error('A service was not examined')
  const { state } = found
  const seen = (observed: boolean | undefined, detail = state.detail): Seen => ({
    state: { ...state, detail },
    observed,
  })
  if (wanted === 'down') return seen(state.state === 'stopped' ? true : undefined)
  if (state.state === 'failed') return seen(false)
  if (state.state !== 'running') return seen(undefined)
  const complaint = await askService(deps.layout, service)
  return complaint === undefined ? seen(true) : seen(undefined, complaint)
}

/** Looks until the service is what was asked for, cannot become so, or had its time. */
const observe = async (deps: AgentDeps, service: ServiceLayout, wanted: 'up' | 'down') => {
  const deadline = Date.now() + (wanted === 'up' ? START_PATIENCE : STOP_PATIENCE)
  for (;;) {
    const seen = await look(deps, service, wanted)
    if (seen.observed !== undefined || Date.now() > deadline) return seen
    await delay(PAUSE)
  }
}

/** A helper goes before its service and comes after it. */
const act = async (
  deps: AgentDeps,
  { helper }: ServiceLayout,
  program: string,
  action: Action,
): Promise<void> => {
  const { manager } = deps
  if (action !== 'start') {
    const known = (await manager.list()).some(({ name }) => name === helper?.program)
    if (helper && known) await manager.stop(helper.program)
    await manager.stop(program)
  }
  if (action === 'stop') return
  await manager.start(program)
  if (helper) await startEd25519Signer(deps)
}

const alreadyIs = ({ state }: ServiceState, action: Action): boolean =>
  (action === 'start' && state === 'running') || (action === 'stop' && state === 'stopped')

/**
 * What the service's own checker says against its configuration. One that says nothing gives no reason to leave a
 * service alone.
 */
const complaintsOf = async (deps: AgentDeps, program: string): Promise<string[]> =>
  said((await refusalOf(deps, deps.layout, program))?.lines ?? [])

/**
 * Starts, stops or restarts one service and answers when the new state was seen: a start is done when the service
 * answers, not when it was asked for. One that runs is not restarted with a configuration that its own checker refuses.
 * @throws OpFailure service_not_installed, use_screening_config: nothing was done
 */
export const controlService = async (
  deps: AgentDeps,
  { service: name, action }: OpInput<'services.control'>,
): Promise<OpOutput<'services.control'>> => {
  const entry = deps.layout.services.find((one) => one.name === name)
  const [known] = await examine(deps, entry ? [entry] : [])
  const { service, program, before } = needControllable(entry, known?.state)
  if (alreadyIs(before, action)) return { before, service: before, observed: true, log: [] }
  const complaints = action === 'stop' ? [] : await complaintsOf(deps, program)
  if (action === 'restart' && before.state === 'running' && complaints.length > 0) {
    return { before, service: before, observed: false, refused: true, log: complaints }
  }
  const words = await listenTo(deps, service, program)
  await act(deps, service, program, action)
  const { state, observed } = await observe(deps, service, action === 'stop' ? 'down' : 'up')
  const done = observed === true
  return { before, service: state, observed: done, log: done ? complaints : await words() }
}
