import { setTimeout as delay } from 'node:timers/promises'
import type { Health } from '@mc/shared/contract'
import type { FastifyBaseLogger } from 'fastify'
import type { Databases } from '../../db/index.ts'
import { rollUp, SPAN, saveFlow, saveSample } from '../../db/stats.ts'
import type { Agent } from '../../deps.ts'
import type { Layout } from '../../layout/index.ts'
import type { Events } from '../events.ts'
import { type FlowOf, flowRows } from './flow.ts'
import { machineNow, type Reading, takeReading } from './machine.ts'

/** How the machine is, watched all the time, whoever looks. */
export interface Vitals {
  /** The last sample, or one taken now where there is none yet. */
  now(): Promise<Health>
  start(): void
  stop(): Promise<void>
}

interface Parts {
  readonly layout: Layout
  readonly db: Databases
  readonly agent: Agent
  readonly events: Events
  readonly log: FastifyBaseLogger
  readonly flow: FlowOf
}

const SAMPLE_MS = SPAN.sample * 1000
/** What the first rates are measured over. */
const FIRST_MS = 250

type OfAgent = Pick<Health, 'queue_total' | 'services'>

/** What only the agent sees; it may be away. */
const askAgent = async ({ agent }: Parts): Promise<OfAgent> => {
  if (!agent.present) return { queue_total: null, services: [] }
  const [queue, services] = await Promise.allSettled([
    agent.call('queue.counts', {}),
    agent.call('services.list', {}),
  ])
  return {
    queue_total: queue.status === 'fulfilled' ? queue.value.total : null,
    services:
      services.status === 'fulfilled'
        ? services.value.services
            .filter(({ memory_bytes }) => memory_bytes > 0)
            .map(({ name, memory_bytes }) => ({ name, memory_bytes }))
        : [],
  }
}

const tenfold = (value: number): number => Math.round(value * 10)

const rowOf = (health: Health, at: number) => ({
  span: SPAN.sample,
  at: at - (at % SPAN.sample),
  cpu: tenfold(health.cpu.usage_percent),
  load_average: tenfold(health.cpu.load_average[0] ?? 0),
  memory: tenfold(health.memory.usage_percent),
  swap: tenfold((health.swap.used_bytes / (health.swap.total_bytes || 1)) * 100),
  disk: tenfold(health.disk.usage_percent),
  network_received: health.network.received,
  network_sent: health.network.sent,
  queue_total: health.queue_total,
})

export const createVitals = (parts: Parts): Vitals => {
  const { layout, db, events, log, flow } = parts
  let before: Reading | undefined
  let last: Health | undefined
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> = Promise.resolve()

  const look = async (): Promise<Health> => {
    if (!before) {
      before = await takeReading()
      await delay(FIRST_MS)
    }
    const [{ reading, health }, ofAgent] = await Promise.all([
      machineNow(layout, before),
      askAgent(parts),
    ])
    before = reading
    last = { ...health, ...ofAgent }
    return last
  }
  const sample = async (): Promise<void> => {
    try {
      const health = await look()
      events.publish('stats', health)
      const at = Math.floor(Date.now() / 1000)
      await saveSample(db.panel, rowOf(health, at))
      await saveFlow(db.panel, await flowRows(flow, at))
      if (at % SPAN.coarse < SPAN.sample) await rollUp(db.panel, at)
    } catch (error) {
      log.warn({ err: error }, 'The state of the machine could not be written down; tried again')
    }
  }
  /** At the beginning of each span by the clock, so that several processes write the same rows. */
  const plan = (): void => {
    timer = setTimeout(
      () => {
        running = sample().then(plan)
      },
      SAMPLE_MS - (Date.now() % SAMPLE_MS),
    )
    timer.unref()
  }
  return {
    now: async () => last ?? look(),
    start: () => {
      // What was over while no panel ran is condensed late, and better than never.
      running = rollUp(db.panel, Math.floor(Date.now() / 1000))
        .catch((err: unknown) => log.warn({ err }, 'Old samples were not condensed'))
        .then(sample)
        .then(plan)
    },
    stop: async () => {
      clearTimeout(timer)
      await running
      clearTimeout(timer)
    },
  }
}
