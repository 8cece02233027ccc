// The load generator: a process of its own, so that it takes no time from the one measured.
import autocannon from 'autocannon'

/** Sent to this process once; the answer is a LoadResult. */
export interface LoadJob {
  readonly origin: string
  readonly connections: number
  readonly seconds: number
  readonly method: 'GET' | 'POST'
  /** Taken in turn. */
  readonly paths: readonly string[]
  /** `{n}` becomes a number that no other request of this run has. */
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Requests a second over all connections; as fast as answers come when absent. */
  readonly rate?: number
  /** Which clients ask, 0 to 31: another block each time keeps every client under the panel's limit a minute. */
  readonly block: number
}

export interface LoadResult {
  readonly perSecond: number
  /** Milliseconds of each answer. */
  readonly times: readonly number[]
  /** Answers by status; a status that was not expected makes the figure worthless. */
  readonly statuses: Readonly<Record<string, number>>
  readonly errors: number
}

/** Clients a block. */
const CLIENTS = 4096

/** 198.18.0.0/15 is set aside for benchmarks (RFC 2544): 32 blocks of 4096. */
const clientAddress = (block: number, index: number): string => {
  const n = block * CLIENTS + index
  return `198.${18 + Math.floor(n / 65536)}.${Math.floor(n / 256) % 256}.${n % 256}`
}

const requestsOf = (job: LoadJob): autocannon.Request[] => {
  const started = `${process.pid}-${Date.now()}`
  let n = 0
  const { body } = job
  return Array.from({ length: CLIENTS }, (_, index) => ({
    method: job.method,
    path: job.paths[index % job.paths.length] ?? '/',
    headers: { ...job.headers, 'x-forwarded-for': clientAddress(job.block, index) },
    ...(body === undefined
      ? {}
      : {
          setupRequest: (request: autocannon.Request) => ({
            ...request,
            body: body.replaceAll('{n}', `${started}-${n++}`),
          }),
        }),
  }))
}

const run = (job: LoadJob): Promise<LoadResult> =>
  new Promise((resolve, reject) => {
    const times: number[] = []
    const statuses: Record<string, number> = {}
    const instance = autocannon(
      {
        url: job.origin,
        connections: job.connections,
        duration: job.seconds,
        requests: requestsOf(job),
        ...(job.rate === undefined ? {} : { overallRate: job.rate }),
      },
      (error, result) => {
        if (error) return reject(error)
        resolve({
          perSecond: times.length / result.duration,
          times,
          statuses,
          errors: result.errors + result.timeouts,
        })
      },
    )
    instance.on('response', (_client, status, _bytes, milliseconds) => {
      times.push(milliseconds)
      statuses[status] = (statuses[status] ?? 0) + 1
    })
  })

process.once('message', async (job: LoadJob) => {
  const result = await run(job)
  process.send?.(result, () => process.disconnect())
})
