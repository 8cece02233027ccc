import type { BodyOf, ReplyOf } from '@mc/shared/contract'
import type { DomainRow } from '../../db/mail-rows.ts'
import { changeMail, type MailTransaction } from '../../db/portable.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../http/app-error.ts'
import { type Failed, failedOf } from '../../http/bulk.ts'
import type { Caller } from '../../http/caller.ts'
import { afterDelete, deleteDomains, refuseInUse } from './remove.ts'
import { notFound } from './service.ts'
import { endSessionsOf } from './sessions.ts'
import { domainsByIds, setActive } from './store.ts'

type Body = BodyOf<'POST /domains/bulk'>
type Reply = ReplyOf<'POST /domains/bulk'>

interface Plan {
  readonly rows: DomainRow[]
  readonly failed: Failed[]
}

/** Which of the ids can be done, as the tables are inside the transaction. */
const plan = async (trx: MailTransaction, body: Body): Promise<Plan> => {
  const found = new Map((await domainsByIds(trx, body.ids)).map((row) => [row.id, row]))
  const rows: DomainRow[] = []
  const failed: Failed[] = []
  for (const id of body.ids) {
    const row = found.get(id)
    try {
      if (!row) throw notFound()
      if (body.action === 'delete' && !body.force) await refuseInUse(trx, row)
      rows.push(row)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      failed.push(failedOf(id, error))
    }
  }
  return { rows, failed }
}

const setAll = async (deps: Deps, auditId: number, body: Body): Promise<Plan> => {
  const active = body.action === 'activate'
  const done = await changeMail(deps.db, auditId, async (trx) => {
    const made = await plan(trx, body)
    for (const row of made.rows) await setActive(trx, row, active)
    return made
  })
  const ids = done.rows.map((row) => row.id)
  if (!active && ids.length > 0) endSessionsOf(deps, ids)
  return done
}

const deleteAll = async (deps: Deps, auditId: number, body: Body): Promise<Plan> => {
  const made = await deps.db.mail.transaction().execute((trx) => plan(trx, body))
  if (made.rows.length === 0) return made
  const boxes = await deleteDomains(deps, auditId, made.rows, async (trx, row) => {
    if (!body.force) await refuseInUse(trx, row)
  })
  afterDelete(deps, boxes)
  return made
}

/** Activates, deactivates or deletes many domains: what can be done is done in one transaction, the rest is named. */
export const bulk = async (deps: Deps, caller: Caller, body: Body): Promise<Reply> => {
  if (body.dry_run) {
    const made = await deps.db.mail.transaction().execute((trx) => plan(trx, body))
    return { done: made.rows.length, failed: made.failed }
  }
  const { action, ids, force = false } = body
  const deed = {
    action: 'domain.bulk',
    target: `${ids.length} domains`,
    after: { action, ids, force },
  }
  const { rows, failed } = await deps.audit.record(caller, deed, (auditId) =>
    action === 'delete' ? deleteAll(deps, auditId, body) : setAll(deps, auditId, body),
  )
  return { done: rows.length, failed }
}
