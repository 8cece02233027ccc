import type { Effort } from './figure.ts'
import type { LoadJob } from './load.ts'
import { cpuSeconds, load, type Server } from './processes.ts'
import { median } from './stats.ts'

type Work = Pick<LoadJob, 'method' | 'paths' | 'body' | 'headers'>

interface Side {
  readonly server: Server
  readonly work: Work
}

interface Round {
  readonly perSecond: number
  /** Microseconds of the server's CPU time a request. */
  readonly cpu: number
}

const round = async (side: Side, seconds: number, status: number): Promise<Round> => {
  const before = cpuSeconds(side.server.pid)
  const { perSecond, times } = await load(
    { ...side.work, origin: side.server.origin, connections: 10, seconds },
    status,
  )
  const cpu = (cpuSeconds(side.server.pid) - before) / times.length
  return { perSecond, cpu: cpu * 1e6 }
}

/**
 * Panel and bare handler in turn, so that what else the machine does meets both alike.
 * @param status that every answer must have
 * @returns the median of the rounds' ratios, and a note with what they are made of
 */
export const compare = async (
  panel: Side,
  bare: Side,
  { rounds, seconds }: Effort,
  status = 200,
): Promise<{ ratio: number; note: string }> => {
  await round(panel, 1, status)
  await round(bare, 1, status)
  const results: { panel: Round; bare: Round }[] = []
  for (let i = 0; i < rounds; i++) {
    results.push({
      panel: await round(panel, seconds, status),
      bare: await round(bare, seconds, status),
    })
  }
  const of = (side: 'panel' | 'bare', what: 'perSecond' | 'cpu') =>
    Math.round(median(results.map((result) => result[side][what]))).toLocaleString('en')
  return {
    ratio: median(results.map((result) => result.panel.perSecond / result.bare.perSecond)),
    note:
      `${of('panel', 'perSecond')} against ${of('bare', 'perSecond')} a second, ` +
      `CPU ${of('panel', 'cpu')} against ${of('bare', 'cpu')} µs`,
  }
}
