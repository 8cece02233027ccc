import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import { type AuditRow, auditParameters, INSERT_AUDIT } from '../db/audit-rows.ts'
import { DISK_FULL, databaseFault } from '../db/errors.ts'
import type { Databases } from '../db/index.ts'
import { insertedId, prepared } from '../db/portable.ts'
import type { PanelSchema } from '../db/schema.ts'
import type { Audit, Deed } from '../deps.ts'
import { AppError } from '../http/app-error.ts'
import type { Actor, Caller } from '../http/caller.ts'
import { auditValues } from '../lib/audit-values.ts'
import { RollUp } from '../lib/roll-up.ts'

type Outcome = 'pending' | 'done' | 'refused' | 'failed' | 'unknown'

const insertRow = prepared(INSERT_AUDIT)
const completeRow = prepared("update audit set outcome = ? where id = ? and outcome = 'pending'")

const MAX_TARGET = 512
const refusals: ReadonlySet<number> = new Set([401, 403, 409])

/** Who did it, as the audit log and root's journal call them. */
export const actorName = (actor: Actor | null): string | null => {
  if (actor === null) return null
  if (actor.kind === 'cli') return 'cli'
  return actor.kind === 'token' ? `token:${actor.name}` : actor.user.username
}

/** What the row says when work throws: our own refusals are no failures. */
const outcomeOf = (error: unknown): Outcome => {
  if (!(error instanceof AppError)) return 'failed'
  if (error.details.outcome === 'unknown') return 'unknown'
  return error.status < 500 ? 'refused' : 'failed'
}

const rowOf = (caller: Caller | null, deed: Deed, outcome: Outcome): AuditRow => ({
  created_at: new Date().toISOString(),
  actor: actorName(caller?.actor ?? null),
  action: deed.action,
  target: deed.target === '' ? null : deed.target.slice(0, MAX_TARGET),
  before: auditValues(deed.before),
  after: auditValues(deed.after),
  address: caller?.address ?? null,
  request_id: caller?.requestId ?? null,
  outcome,
})

/** Completes a row inside the transaction of a change in the panel's own database: both or neither. */
export const markDone = (db: Kysely<PanelSchema>, auditId: number): Promise<unknown> =>
  db.updateTable('audit').set({ outcome: 'done' }).where('id', '=', auditId).execute()

export class AuditLog implements Audit {
  private readonly db: Kysely<PanelSchema>
  private readonly log: FastifyBaseLogger
  /** Requests whose deed has its row; what is refused later in them needs no other. */
  private readonly recorded = new Set<string>()
  private readonly rollUp: RollUp

  constructor(db: Kysely<PanelSchema>, log: FastifyBaseLogger) {
    this.db = db
    this.log = log
    this.rollUp = new RollUp((action, count) =>
      this.insert(null, { action, target: '', after: { count, rolled_up: true } }, 'refused'),
    )
  }

  async record<T>(caller: Caller, deed: Deed, work: (auditId: number) => Promise<T>): Promise<T> {
    const id = await this.insert(caller, deed, 'pending').catch((cause: unknown) => {
      throw new AppError(
        'audit_unavailable',
        databaseFault(cause) === 'full'
          ? DISK_FULL
          : 'The audit log cannot be written, so nothing was done. Try again in a moment.',
        { retryAfter: 5, cause },
      )
    })
    if (caller.requestId !== null) this.recorded.add(caller.requestId)
    try {
      const result = await work(id)
      await this.complete(id, 'done')
      return result
    } catch (error) {
      await this.complete(id, outcomeOf(error))
      throw error
    }
  }

  row(caller: Caller, deed: Deed): AuditRow {
    return rowOf(caller, deed, 'done')
  }

  /** A refusal, with its row; those of nobody in particular are counted together after ten a minute. */
  async refused(caller: Caller, deed: Deed): Promise<void> {
    if (caller.requestId !== null) this.recorded.add(caller.requestId)
    if (caller.actor === null && !this.rollUp.single(deed.action)) return
    await this.insert(caller, deed, 'refused')
  }

  /** Writes the row of a refusal that no feature has written: wrong role, stale session, a conflict found early. */
  hooks(app: FastifyInstance): void {
    app.addHook('onSend', async (request, reply) => {
      const action = request.routeOptions.config.endpoint?.audit
      if (action === undefined || !refusals.has(reply.statusCode)) return
      if (this.recorded.has(request.id)) return
      const target = request.url.split('?')[0] ?? ''
      await this.refused(request.caller, {
        action,
        target,
        after: { status: reply.statusCode },
      }).catch((err: unknown) =>
        this.log.error({ err }, 'A refusal could not be written to the audit log'),
      )
    })
    app.addHook('onResponse', (request, _reply, done) => {
      this.recorded.delete(request.id)
      done()
    })
    app.addHook('onClose', () => this.rollUp.flush())
  }

  /** A row that stays `pending` is settled at the next start. */
  private async complete(id: number, outcome: Outcome): Promise<void> {
    await this.db
      .executeQuery(completeRow(outcome, id))
      .catch((err: unknown) => this.log.error({ err, audit: id }, 'An audit row was not completed'))
  }

  private async insert(caller: Caller | null, deed: Deed, outcome: Outcome): Promise<number> {
    const row = rowOf(caller, deed, outcome)
    return insertedId(await this.db.executeQuery(insertRow(...auditParameters(row))))
  }
}

const BATCH = 500
/** What the agent does to the machine; no transaction holds it together with its row. */
const ofTheMachine = /^(?:queue\.|service\.|settings\.|dkim\.|user\.trash$)/

/**
 * Settles what a crash left open: a row whose id stands in the mail database was done, any other was not. Panel
 * changes complete their row in the same transaction, so a pending one of them was not done either. Whether the agent
 * did what it was asked for nobody knows.
 */
export const reconcileAudit = async ({ panel, mail }: Databases): Promise<void> => {
  for (;;) {
    const open = await panel
      .selectFrom('audit')
      .select(['id', 'action'])
      .where('outcome', '=', 'pending')
      .limit(BATCH)
      .execute()
    const ids = open.map(({ id }) => id)
    if (ids.length === 0) break
    const applied = await mail
      .selectFrom('applied_changes')
      .select('audit_id')
      .where('audit_id', 'in', ids)
      .execute()
    const done = new Set(applied.map(({ audit_id }) => audit_id))
    const settled = ({ id, action }: { id: number; action: string }): Outcome => {
      if (done.has(id)) return 'done'
      return ofTheMachine.test(action) ? 'unknown' : 'failed'
    }
    for (const outcome of ['done', 'failed', 'unknown'] as const) {
      const these = open.filter((row) => settled(row) === outcome).map(({ id }) => id)
      if (these.length === 0) continue
      await panel.updateTable('audit').set({ outcome }).where('id', 'in', these).execute()
    }
  }
  await mail.deleteFrom('applied_changes').execute()
}
