import { createServer, type Server } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Endpoint } from '@mc/shared/contract'
import type { FastifyInstance } from 'fastify'
import type { Databases } from '../db/index.ts'
import { family, type Sample } from '../lib/prometheus.ts'
import { machineFamilies } from './vitals/families.ts'
import type { Vitals } from './vitals/index.ts'

const MEDIA = 'text/plain; version=0.0.4; charset=utf-8'

/** Not under /api, hence not in the table of the API; judged by the same plugins. */
const endpoint: Endpoint = {
  summary: 'Figures for Prometheus',
  access: { kind: 'resource', resource: 'stats', mode: 'read' },
  limit: 120,
  tier: 'community',
  replies: {},
  errors: [],
}

/** Kept counts, so that a scrape visits domains and not mailboxes. */
const mailCounts = async ({ mail }: Databases): Promise<string[]> => {
  const row = await mail
    .selectFrom('domains')
    .select(({ fn }) => [
      fn.countAll().as('domains'),
      fn.sum('users').as('users'),
      fn.sum('aliases').as('aliases'),
    ])
    .executeTakeFirst()
  const value = (count: unknown): Sample[] => [['', Number(count ?? 0)]]
  return [
    family('mc_domains', 'gauge', 'Domains.', value(row?.domains)),
    family('mc_mailboxes', 'gauge', 'Mailboxes.', value(row?.users)),
    family('mc_aliases', 'gauge', 'Aliases.', value(row?.aliases)),
  ]
}

/** The panel's own figures and the machine's in the Prometheus text format. */
export class Metrics {
  private readonly db: Databases
  private readonly vitals: Vitals
  private readonly answers = new Map<number, number>()
  private readonly loop = monitorEventLoopDelay({ resolution: 20 })

  constructor(db: Databases, vitals: Vitals) {
    this.db = db
    this.vitals = vitals
  }

  /** Counts answers and serves `/metrics` to tokens and people that may see `stats`. */
  serve(app: FastifyInstance): void {
    this.loop.enable()
    app.addHook('onResponse', (_request, { statusCode }, done) => {
      this.answers.set(statusCode, (this.answers.get(statusCode) ?? 0) + 1)
      done()
    })
    app.addHook('onClose', async () => {
      this.loop.disable()
    })
    app.get('/metrics', { config: { endpoint } }, async (_request, reply) =>
      reply.type(MEDIA).send(await this.text()),
    )
  }

  async text(): Promise<string> {
    const { user, system } = process.cpuUsage()
    const single = (value: number): Sample[] => [['', value]]
    const lag = this.loop.percentile(99) / 1e9
    this.loop.reset()
    const counts = await mailCounts(this.db).catch(() => undefined)
    const answers = [...this.answers].map(([code, n]): Sample => [`{status="${code}"}`, n])
    const families = [
      family('process_cpu_seconds_total', 'counter', 'CPU time.', single((user + system) / 1e6)),
      family(
        'process_resident_memory_bytes',
        'gauge',
        'Memory.',
        single(process.memoryUsage.rss()),
      ),
      family('mc_event_loop_lag_p99_seconds', 'gauge', 'Since the last scrape.', single(lag)),
      family('mc_http_answers_total', 'counter', 'Answers by status.', answers),
      family('mc_database_up', 'gauge', 'Whether the database answers.', single(counts ? 1 : 0)),
      ...(counts ?? []),
      ...machineFamilies(await this.vitals.now()),
    ]
    return `${families.join('\n')}\n`
  }

  /** The same without asking who calls, on an address of its own: who can reach it may read it. */
  listener(): Server {
    return createServer((request, response) => {
      if (request.url !== '/metrics') {
        response.writeHead(404).end()
        return
      }
      this.text().then(
        (text) => response.writeHead(200, { 'content-type': MEDIA }).end(text),
        () => response.writeHead(500).end(),
      )
    })
  }
}
