/** Figures out of the kernel's text files (proc(5)), as pure functions. */

/** Time the processors spent, in ticks since boot. */
export interface CpuTicks {
  readonly busy: number
  readonly total: number
}

/** Of /proc/stat: all processors together. Waiting for a disk is idle time; a guest's time is within user's already. */
export const cpuTicks = (stat: string): CpuTicks => {
  const line = /^cpu +(.+)$/m.exec(stat)?.[1] ?? ''
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0, steal = 0] = line
    .split(' ')
    .map(Number)
  const busy = user + nice + system + irq + soft + steal
  return { busy, total: busy + idle + wait }
}

/** Share of the time between two readings that the processors worked, in percent with one decimal. */
export const cpuPercent = (before: CpuTicks, after: CpuTicks): number => {
  const total = after.total - before.total
  if (total <= 0) return 0
  return Math.round(((after.busy - before.busy) / total) * 1000) / 10
}

export interface MemoryFigures {
  readonly total_bytes: number
  readonly available_bytes: number
  readonly swap_total_bytes: number
  readonly swap_used_bytes: number
}

/** Of /proc/meminfo, which counts in KiB. Available is what programs can still get without swapping. */
export const memoryFigures = (meminfo: string): MemoryFigures => {
  const of = (name: string): number =>
    Number(new RegExp(`^${name}: +(\\d+)`, 'm').exec(meminfo)?.[1] ?? 0) * 1024
  return {
    total_bytes: of('MemTotal'),
    available_bytes: of('MemAvailable'),
    swap_total_bytes: of('SwapTotal'),
    swap_used_bytes: of('SwapTotal') - of('SwapFree'),
  }
}

export interface Traffic {
  readonly received_bytes: number
  readonly sent_bytes: number
}

/** Of /proc/net/dev: all interfaces but the loopback one, since they came up. */
export const traffic = (netDev: string): Traffic => {
  let received_bytes = 0
  let sent_bytes = 0
  for (const line of netDev.split('\n')) {
    const found = /^ *([^ :]+): *(.+)$/.exec(line)
    if (!found || found[1] === 'lo') continue
    const fields = (found[2] ?? '').split(/ +/).map(Number)
    received_bytes += fields[0] ?? 0
    sent_bytes += fields[8] ?? 0
  }
  return { received_bytes, sent_bytes }
}

/** Mount points by length, longest first, of /proc/self/mountinfo; its octal escapes undone. */
export const mountPoints = (mountinfo: string): readonly string[] =>
  mountinfo
    .split('\n')
    .flatMap((line) => {
      const path = line.split(' ')[4]
      return path === undefined
        ? []
        : [
            path.replaceAll(/\\(\d{3})/g, (_, code: string) =>
              String.fromCharCode(parseInt(code, 8)),
            ),
          ]
    })
    .sort((a, b) => b.length - a.length)

/** The mount point that a path lies on. */
export const mountOf = (path: string, points: readonly string[]): string =>
  points.find((point) => point === '/' || path === point || path.startsWith(`${point}/`)) ?? '/'
