import type { EventData, Service } from '@mc/shared/contract'
import type { OpOutput } from '@mc/shared/ops'
import type { Agent } from '../deps.ts'
import { AppError } from '../http/app-error.ts'
import { formatUptime } from '../lib/uptime.ts'
import type { Events } from './events.ts'

type State = OpOutput<'services.list'>['services'][number]
type Told = EventData['services']

/** The services of this machine, asked of the agent at most once a second however many ask. */
export interface Services {
  /** @throws AppError agent_unavailable */
  list(): Promise<readonly Service[]>
  /** Looks anew, so that who listens hears of a change at once. */
  look(): Promise<void>
}

/** Milliseconds: a change is told within two of these. */
const EVERY = 1000
/** Share by which memory has moved when that is told. */
const MOVED = 0.1

export const toService = (state: State): Service => {
  const up = state.state === 'running' || state.state === 'starting'
  return {
    name: state.name,
    // What is ending serves nobody any more.
    status: state.state === 'stopping' ? 'stopped' : state.state,
    uptime_seconds: up ? state.uptime_seconds : 0,
    uptime_formatted: state.state === 'running' ? formatUptime(state.uptime_seconds) : null,
    memory_bytes: state.memory_bytes,
    pid: state.pid > 0 ? state.pid : null,
    started_at: up ? new Date(Date.now() - state.uptime_seconds * 1000).toISOString() : null,
    detail: state.detail,
  }
}

const differs = (before: Service | undefined, now: Service): boolean =>
  before === undefined ||
  before.name !== now.name ||
  before.status !== now.status ||
  before.pid !== now.pid ||
  before.detail !== now.detail ||
  Math.abs(now.memory_bytes - before.memory_bytes) > before.memory_bytes * MOVED

const hasChanged = (before: Told | undefined, now: Told): boolean =>
  before?.available !== now.available ||
  before.services.length !== now.services.length ||
  now.services.some((service, index) => differs(before.services[index], service))

/** Does it now and, when it shall be done again, each time a while after it has ended; until the returned function is called. */
const again = (look: () => Promise<void>, repeat: boolean): (() => void) => {
  let timer: NodeJS.Timeout | undefined
  let ended = false
  const goOn = async (): Promise<void> => {
    await look()
    if (!ended && repeat) timer = setTimeout(goOn, EVERY).unref()
  }
  goOn()
  return () => {
    ended = true
    clearTimeout(timer)
  }
}

const isAway = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'agent_unavailable'

/** What is known of the services: while somebody listens it is looked after by itself, else it is asked for. */
export const createServices = ({
  agent,
  events,
}: {
  readonly agent: Agent
  readonly events: Events
}): Services => {
  let asked: { readonly at: number; readonly answer: Promise<readonly Service[]> } | undefined
  let look = async (): Promise<void> => {}

  const ask = (): Promise<readonly Service[]> => {
    const answer = agent.call('services.list', {}).then(({ services }) => services.map(toService))
    asked = { at: Date.now(), answer }
    return answer
  }
  const watch = (publish: (data: Told) => void): (() => void) => {
    let told: Told | undefined
    look = async () => {
      const now = await ask().then(
        (services): Told => ({ available: true, services }),
        (): Told => ({ available: false, services: [] }),
      )
      if (!hasChanged(told, now)) return
      told = now
      publish(now)
    }
    const end = again(() => look(), agent.present)
    return () => {
      end()
      look = async () => {}
    }
  }
  events.source('services', watch)
  const list = () => (asked && Date.now() - asked.at < EVERY ? asked.answer : ask())
  // For everybody, also those who may not see the services: what needs the agent is not offered while it is away.
  events.source('agent', (publish) => {
    let told: boolean | undefined
    const lookFor = async (): Promise<void> => {
      const available = await list().then(
        () => true,
        (error: unknown) => !isAway(error),
      )
      if (available !== told) publish({ available })
      told = available
    }
    return agent.present ? again(lookFor, true) : () => {}
  })
  return {
    list,
    look: async () => {
      asked = undefined
      await look()
    },
  }
}
