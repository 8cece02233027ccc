import { existsSync } from 'node:fs'
import { readFile, statfs } from 'node:fs/promises'
import { availableParallelism, hostname, loadavg, uptime } from 'node:os'
import { dirname } from 'node:path'
import type { Health } from '@mc/shared/contract'
import type { Layout } from '../../layout/index.ts'
import {
  type CpuTicks,
  cpuPercent,
  cpuTicks,
  memoryFigures,
  mountOf,
  mountPoints,
  type Traffic,
  traffic,
} from '../../lib/proc.ts'
import { formatUptime } from '../../lib/uptime.ts'

/** What a rate is measured from. */
export interface Reading {
  readonly at: number
  readonly ticks: CpuTicks
  readonly traffic: Traffic
}

type Disk = Health['disks'][number]

const percent = (part: number, whole: number): number =>
  whole > 0 ? Math.round((part / whole) * 1000) / 10 : 0

export const takeReading = async (): Promise<Reading> => ({
  at: performance.now(),
  ticks: cpuTicks(await readFile('/proc/stat', 'utf8')),
  traffic: traffic(await readFile('/proc/net/dev', 'utf8')),
})

/** The nearest folder that is there: a mail store is made with its first mail. */
const standing = (path: string): string => (existsSync(path) ? path : standing(dirname(path)))

/** The file systems that mail uses, each once, in the figures of df(1): full is when nothing is left but root's reserve. */
const disksOf = async ({ mail, stack, panel }: Layout): Promise<Disk[]> => {
  const points = mountPoints(await readFile('/proc/self/mountinfo', 'utf8'))
  const places = [
    ['mail', mail.store],
    ['queue', stack.postfix.queue],
    ['log', stack.logs],
    ['panel', panel.dir],
  ] as const
  const disks = new Map<string, Disk>()
  for (const [use, wanted] of places) {
    const path = standing(wanted)
    const mount = mountOf(path, points)
    const known = disks.get(mount)
    if (known) {
      known.uses.push(use)
      continue
    }
    const { blocks, bfree, bavail, bsize } = await statfs(path)
    const total_bytes = blocks * bsize
    const available_bytes = bavail * bsize
    const used_bytes = (blocks - bfree) * bsize
    const usage_percent = percent(used_bytes, used_bytes + available_bytes)
    disks.set(mount, {
      mount,
      uses: [use],
      total_bytes,
      used_bytes,
      available_bytes,
      usage_percent,
    })
  }
  return [...disks.values()]
}

/** The machine now; rates are those since `before`. */
export const machineNow = async (
  layout: Layout,
  before: Reading,
): Promise<{ reading: Reading; health: Omit<Health, 'queue_total' | 'services'> }> => {
  const reading = await takeReading()
  const memory = memoryFigures(await readFile('/proc/meminfo', 'utf8'))
  const disks = await disksOf(layout)
  const used = memory.total_bytes - memory.available_bytes
  const seconds = Math.max(0.001, (reading.at - before.at) / 1000)
  const rate = (name: keyof Traffic): number =>
    Math.max(0, Math.round((reading.traffic[name] - before.traffic[name]) / seconds))
  const [fullest] = disks.toSorted((a, b) => b.usage_percent - a.usage_percent)
  if (!fullest) throw new Error('No file system could be asked')
  const { uses: _, ...disk } = fullest
  const up = Math.floor(uptime())
  return {
    reading,
    health: {
      timestamp: new Date().toISOString(),
      hostname: hostname(),
      uptime_seconds: up,
      uptime_formatted: formatUptime(up),
      cpu: {
        usage_percent: cpuPercent(before.ticks, reading.ticks),
        cores: availableParallelism(),
        load_average: loadavg().map((value) => Math.round(value * 100) / 100),
      },
      memory: {
        total_bytes: memory.total_bytes,
        used_bytes: used,
        available_bytes: memory.available_bytes,
        usage_percent: percent(used, memory.total_bytes),
      },
      swap: { total_bytes: memory.swap_total_bytes, used_bytes: memory.swap_used_bytes },
      disk,
      disks,
      network: { received: rate('received_bytes'), sent: rate('sent_bytes') },
    },
  }
}
