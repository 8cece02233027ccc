import type { Job, QueryOf, ReplyOf } from '@mc/shared/contract'
import type { FastifyBaseLogger } from 'fastify'
import { type Kysely, type Selectable, sql } from 'kysely'
import { panelPage } from '../db/panel-page.ts'
import { insertedId } from '../db/portable.ts'
import type { PanelSchema } from '../db/schema.ts'
import { AppError } from '../http/app-error.ts'
import type { Actor, Caller } from '../http/caller.ts'
import type { Events } from './events.ts'

/** What work says of itself while it goes on. */
export interface Progress {
  /** Percent, 0 to 100, and the step that is under way, when it has changed. */
  report(percent: number, step?: string): void
  /** Keeps what has come of it until now: the result, should it fail or its process be killed. */
  soFar(result: object): Promise<void>
  /** Aborted when the panel stops: work that can be gone on with later should end then. */
  readonly signal: AbortSignal
}

/** Long work that goes on after its answer, seen live by its maker and by admins. */
export interface Jobs {
  /**
   * Begins work and returns its row. What the work returns is the job's result; what it throws is its error, beside
   * what it last told of its result.
   * @param kind name of the deed, as in the audit log
   * @param steps what will be done, as short phrases
   */
  start(
    caller: Caller,
    kind: string,
    steps: readonly string[],
    work: (progress: Progress) => Promise<object>,
  ): Promise<Job>
  list(caller: Caller, query: QueryOf<'GET /jobs'>): Promise<ReplyOf<'GET /jobs'>>
  /** @throws AppError job_not_found, also for those of others */
  get(caller: Caller, id: number): Promise<Job>
}

type Row = Selectable<PanelSchema['jobs']>
type State = Job['state']

const ALIVE_MS = 5000
/** A process that has not renewed its work for this long is gone. */
const LOST_MS = 30_000
/** Reports come more often than anybody looks. */
const TELL_MS = 200
const KEEP_DAYS = 30

const columns = [
  'id',
  'kind',
  'state',
  'progress',
  'step',
  'steps',
  'result',
  'error',
  'account_id',
  'started_at',
  'alive_at',
  'finished_at',
] as const

/** The database holds only what this file wrote, hence the casts. */
const toJob = (row: Row): Job => ({
  id: row.id,
  kind: row.kind,
  state: row.state as State,
  progress: row.progress,
  step: row.step,
  steps: JSON.parse(row.steps) as string[],
  result: row.result === null ? null : (JSON.parse(row.result) as Record<string, unknown>),
  error: row.error,
  started_at: row.started_at,
  finished_at: row.finished_at,
})

const accountOf = (actor: Actor | null): number | null =>
  actor === null || actor.kind === 'cli' ? null : actor.user.id

const seesAll = (actor: Actor | null): boolean =>
  actor !== null &&
  (actor.kind === 'cli' || (actor.kind === 'account' && actor.user.role === 'admin'))

export class JobRunner implements Jobs {
  private readonly db: Kysely<PanelSchema>
  private readonly events: Events
  private readonly log: FastifyBaseLogger
  private readonly stopping = new AbortController()
  private readonly running = new Set<Promise<void>>()
  private timer: NodeJS.Timeout | undefined

  constructor(parts: { db: Kysely<PanelSchema>; events: Events; log: FastifyBaseLogger }) {
    this.db = parts.db
    this.events = parts.events
    this.log = parts.log
  }

  async start(
    caller: Caller,
    kind: string,
    steps: readonly string[],
    work: (progress: Progress) => Promise<object>,
  ): Promise<Job> {
    const now = new Date().toISOString()
    const row = {
      kind,
      state: 'running',
      progress: 0,
      step: steps[0] ?? null,
      steps: JSON.stringify(steps),
      result: null,
      error: null,
      account_id: accountOf(caller.actor),
      started_at: now,
      alive_at: now,
      finished_at: null,
    }
    const id = insertedId(await this.db.insertInto('jobs').values(row).executeTakeFirstOrThrow())
    const job = { ...row, id }
    this.tell(job)
    const run = this.run(job, work).finally(() => this.running.delete(run))
    this.running.add(run)
    return toJob(job)
  }

  async list(caller: Caller, query: QueryOf<'GET /jobs'>): Promise<ReplyOf<'GET /jobs'>> {
    const { actor } = caller
    const where = [
      ...(seesAll(actor) ? [] : [sql`account_id = ${accountOf(actor)}`]),
      ...(query.state === undefined ? [] : [sql`state = ${query.state}`]),
    ]
    const page = await panelPage<'jobs', Row>(
      this.db,
      'jobs',
      columns,
      ['kind'],
      { ...query, sort: 'id', dir: query.dir ?? 'desc' },
      where,
    )
    return { ...page, data: page.data.map(toJob) }
  }

  async get({ actor }: Caller, id: number): Promise<Job> {
    const row = await this.db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst()
    const mine = row && row.account_id !== null && row.account_id === accountOf(actor)
    if (!row || !(mine || seesAll(actor))) {
      throw new AppError('job_not_found', 'There is no such piece of work, or it is not yours.')
    }
    return toJob(row)
  }

  /** Marks work whose process is gone as failed, and forgets what is old. */
  async settle(): Promise<void> {
    const now = Date.now()
    await this.db
      .updateTable('jobs')
      .set({
        state: 'failed',
        error:
          'The panel was restarted while this was under way. What was done until then stays; start it again for the rest.',
        finished_at: new Date(now).toISOString(),
      })
      .where('state', '=', 'running')
      .where('alive_at', '<', new Date(now - LOST_MS).toISOString())
      .execute()
    await this.db
      .deleteFrom('jobs')
      .where('state', '!=', 'running')
      .where('started_at', '<', new Date(now - KEEP_DAYS * 86_400_000).toISOString())
      .execute()
  }

  /** Looks again and again for work that lost its process: another one's, or this one's before a crash. */
  watch(): void {
    const settle = () =>
      this.settle().catch((err: unknown) => this.log.warn({ err }, 'Lost jobs were not settled'))
    this.timer = setInterval(settle, LOST_MS)
    this.timer.unref()
  }

  /** Asks what runs to end and waits for it. */
  async stop(): Promise<void> {
    clearInterval(this.timer)
    this.stopping.abort()
    await Promise.all(this.running)
  }

  private async run(job: Row, work: (progress: Progress) => Promise<object>): Promise<void> {
    let told = 0
    const beat = setInterval(() => void this.save(job), ALIVE_MS)
    try {
      const result = await work({
        signal: this.stopping.signal,
        soFar: (result) => {
          job.result = JSON.stringify(result)
          return this.save(job)
        },
        report: (percent, step) => {
          job.progress = Math.min(100, Math.max(0, Math.floor(percent)))
          const changed = step !== undefined && step !== job.step
          if (step !== undefined) job.step = step
          if (!changed && Date.now() - told < TELL_MS) return
          told = Date.now()
          this.tell(job)
        },
      })
      Object.assign(job, { state: 'done', progress: 100, result: JSON.stringify(result) })
    } catch (error) {
      const known = error instanceof AppError
      if (!known) this.log.error({ err: error, job: job.id }, 'A job failed')
      const sentence = known
        ? error.message
        : 'It failed for a reason of our own; the log has it under this number. What was done until then stays.'
      Object.assign(job, { state: 'failed', error: sentence })
    } finally {
      clearInterval(beat)
    }
    job.finished_at = new Date().toISOString()
    await this.save(job)
    this.tell(job)
  }

  private async save({ id, ...row }: Row): Promise<void> {
    await this.db
      .updateTable('jobs')
      .set({ ...row, alive_at: new Date().toISOString() })
      .where('id', '=', id)
      .execute()
      .catch((err: unknown) => this.log.error({ err, job: id }, 'A job could not be saved'))
  }

  private tell(row: Row): void {
    this.events.publish(
      'job',
      toJob(row),
      (actor) => seesAll(actor) || (row.account_id !== null && row.account_id === accountOf(actor)),
    )
  }
}
