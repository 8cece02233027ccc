import { existsSync, statSync } from 'node:fs'
import type { OpOutput } from '@mc/shared/ops'
import type { ServiceName } from '@mc/shared/rules'
import type { ServiceLayout } from '../layout/index.ts'
import type { AgentDeps } from './deps.ts'
import { isUp, type ProgramInfo, type Usage } from './managers/manager.ts'

export type ServiceState = OpOutput<'services.list'>['services'][number]

/** A service beside what the manager says of its program. */
export interface Known {
  readonly service: ServiceLayout
  readonly program: ProgramInfo | undefined
  /** Of its helper; undefined without one, and where it is not known to the manager. */
  readonly helper: ProgramInfo | undefined
}

/** Whether a service has a helper that should run while it runs. */
const needsHelper = ({ helper }: ServiceLayout): boolean =>
  helper !== undefined && (statSync(helper.work, { throwIfNoEntry: false })?.size ?? 0) > 0

const isInstalled = ({ program, daemon }: ServiceLayout): boolean =>
  program !== undefined && (daemon === undefined || existsSync(daemon))

const absent = (service: ServiceLayout): ServiceState => ({
  name: service.name,
  state: 'not_installed',
  pid: 0,
  memory_bytes: 0,
  uptime_seconds: 0,
  detail: service.absent,
})

const detailOf = (name: ServiceName, { state, reason }: ProgramInfo): string => {
  if (state === 'running') return ''
  if (state === 'starting') return `${name} is coming up.`
  return state === 'stopping' ? `${name} is ending.` : `${name} does not run: ${reason}.`
}

const processesOf = ({ program, helper }: Known): ProgramInfo[] =>
  [program, helper].filter((one) => one !== undefined)

type Part = Pick<ServiceState, 'state' | 'detail'>

/** A service whose helper has work is what the worse of the two is. */
const together = ({ service, program, helper }: Known & { program: ProgramInfo }): Part => {
  const { name } = service
  const own = { state: program.state, detail: detailOf(name, program) }
  if (own.state !== 'running' || !needsHelper(service) || helper?.state === 'running') return own
  const what = `its second process, which ${service.helper?.does}`
  return helper === undefined || isUp(helper)
    ? { state: 'starting', detail: `${name} runs; ${what}, is coming up.` }
    : { state: 'failed', detail: `${name} runs, but ${what}, does not: ${helper.reason}.` }
}

const stateOf = (known: Known, usage: ReadonlyMap<string, Usage>): ServiceState => {
  const { service, program } = known
  const { name } = service
  if (!isInstalled(service)) return absent(service)
  if (!program) {
    const detail = `${name} has not been started yet: the mail stack is being brought up.`
    return { ...absent(service), state: 'starting', detail }
  }
  return {
    name,
    ...together({ ...known, program }),
    pid: usage.get(program.name)?.pid ?? 0,
    memory_bytes: processesOf(known).reduce((sum, p) => sum + (usage.get(p.name)?.memory ?? 0), 0),
    uptime_seconds: program.uptime,
  }
}

/** Those that are shown: optional ones where they are, and no stand-in's original beside it. */
const listed = (services: readonly ServiceLayout[]): readonly ServiceLayout[] => {
  const standIns = new Set(
    services.flatMap((one) => (one.insteadOf && isInstalled(one) ? [one.insteadOf] : [])),
  )
  return services.filter((one) => isInstalled(one) || (!one.optional && !standIns.has(one.name)))
}

/** What the manager and the process table say of these services now. */
export const examine = async (
  { manager }: Pick<AgentDeps, 'manager'>,
  services: readonly ServiceLayout[],
): Promise<{ readonly known: Known; readonly state: ServiceState }[]> => {
  const programs = await manager.list()
  const called = (wanted: string | undefined) => programs.find(({ name }) => name === wanted)
  const all: Known[] = services.map((service) => ({
    service,
    program: called(service.program),
    helper: called(service.helper?.program),
  }))
  const usage = await manager.usage(all.flatMap(processesOf))
  return all.map((known) => ({ known, state: stateOf(known, usage) }))
}

/** Every service of the layout, in its order. */
export const listServices = async (deps: AgentDeps): Promise<ServiceState[]> =>
  (await examine(deps, listed(deps.layout.services))).map(({ state }) => state)
