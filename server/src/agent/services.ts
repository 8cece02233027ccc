import { existsSync } from 'node:fs'
import type { OpOutput } from '@mc/shared/ops'
import type { ServiceName } from '@mc/shared/rules'
import type { ServiceLayout } from '../layout/index.ts'
import type { AgentDeps } from './deps.ts'
import type { ProgramInfo, Usage } from './managers/manager.ts'

export type ServiceState = OpOutput<'services.list'>['services'][number]

/** A service beside what the manager says of its program. */
export interface Known {
  readonly service: ServiceLayout
  readonly program: ProgramInfo | undefined
}

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

const stateOf = ({ service, program }: Known, usage: Usage | undefined): ServiceState => {
  const { name } = service
  if (!isInstalled(service)) return absent(service)
  if (!program) {
    const detail = `${name} has not been started yet: the mail stack is being brought up.`
    return { ...absent(service), state: 'starting', detail }
  }
  return {
    name,
    state: program.state,
    pid: usage?.pid ?? 0,
    memory_bytes: usage?.memory ?? 0,
    uptime_seconds: program.uptime,
    detail: detailOf(name, program),
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
  const all = services.map((service) => ({
    service,
    program: programs.find(({ name }) => name === service.program),
  }))
  const usage = await manager.usage(all.flatMap(({ program }) => program ?? []))
  return all.map((known) => ({
    known,
    state: stateOf(known, usage.get(known.program?.name ?? '')),
  }))
}

/** Every service of the layout, in its order. */
export const listServices = async (deps: AgentDeps): Promise<ServiceState[]> =>
  (await examine(deps, listed(deps.layout.services))).map(({ state }) => state)
