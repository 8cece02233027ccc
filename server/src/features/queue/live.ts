import type { QueueCounts } from '@mc/shared/contract'
import type { Deps } from '../../deps.ts'

const EVERY_MS = 2000

/** Tells the counts when they change, while somebody listens. While the agent is away it says nothing. */
export const tellCounts = ({ agent, events }: Pick<Deps, 'agent' | 'events'>): void => {
  events.source('queue', (publish) => {
    let last = ''
    let timer: NodeJS.Timeout | undefined
    let ended = false
    const tell = (counts: QueueCounts): void => {
      const text = JSON.stringify(counts)
      if (text !== last && !ended) publish(counts)
      last = text
    }
    const look = async (): Promise<void> => {
      await agent.call('queue.counts', {}).then(tell, () => {})
      if (!ended) timer = setTimeout(look, EVERY_MS).unref()
    }
    void look()
    return () => {
      ended = true
      clearTimeout(timer)
    }
  })
}
