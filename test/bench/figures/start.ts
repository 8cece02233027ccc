import { setTimeout as delay } from 'node:timers/promises'
import { atMost, type Figure } from '../figure.ts'
import { memoryMb } from '../processes.ts'
import { median } from '../stats.ts'

const IDLE_MS = 5000

/** A panel that is started on a state folder in use, and then left alone. */
export const start: Figure = {
  on: 'database',
  measure: async (bed, { rounds }) => {
    const starts: number[] = []
    const sizes: number[] = []
    for (let i = 0; i < rounds; i++) {
      const server = await bed.another()
      starts.push(server.startMs)
      await delay(IDLE_MS)
      sizes.push(memoryMb(server.pid, 'VmRSS'))
      await server.stop()
    }
    return [
      atMost(`${bed.name}: API, exec to first 200`, median(starts), 1500, 'ms'),
      atMost(`${bed.name}: API, resident when idle`, median(sizes), 160, 'MB'),
    ]
  },
}
