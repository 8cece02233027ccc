import type { BodyOf, ReplyOf } from '@mc/shared/contract'
import { aliasesTo, type Mail, type MailboxRow, setRowsActive } from '../../db/mail-rows.ts'
import { changeMail } from '../../db/portable.ts'
import type { Deps } from '../../deps.ts'
import { type Failed, failedOf } from '../../http/bulk.ts'
import type { Caller } from '../../http/caller.ts'
import { deleteMailboxes, isDestination } from './remove.ts'
import { notFound } from './service.ts'
import { usersByIds } from './store.ts'

type Body = BodyOf<'POST /users/bulk'>
type Reply = ReplyOf<'POST /users/bulk'>

interface Plan {
  readonly rows: MailboxRow[]
  readonly failed: Failed[]
}

/** Which of the ids can be done as the tables are. */
const plan = async (mail: Mail, body: Body): Promise<Plan> => {
  const found = new Map((await usersByIds(mail, body.ids)).map((row) => [row.id, row]))
  const guarded = body.action === 'delete' && !body.force
  const emails = guarded ? [...found.values()].map((row) => row.email) : []
  const naming = Map.groupBy(await aliasesTo(mail, emails), (alias) => alias.destination)
  const rows: MailboxRow[] = []
  const failed: Failed[] = []
  for (const id of body.ids) {
    const row = found.get(id)
    const aliases = naming.get(row?.email ?? '')
    if (!row) failed.push(failedOf(id, notFound()))
    else if (aliases) failed.push(failedOf(id, isDestination(row.email, aliases)))
    else rows.push(row)
  }
  return { rows, failed }
}

const setAll = async (deps: Deps, auditId: number, body: Body): Promise<Plan> => {
  const active = body.action === 'activate' ? 1 : 0
  const done = await changeMail(deps.db, auditId, async (trx) => {
    const made = await plan(trx, body)
    await setRowsActive(trx, 'mailboxes', made.rows, active)
    return made
  })
  if (!active) deps.machine.endSessions(done.rows.map((row) => row.email))
  return done
}

const deleteAll = async (deps: Deps, auditId: number, body: Body): Promise<Plan> => {
  const made = await plan(deps.db.mail, body)
  if (made.rows.length === 0) return made
  await deleteMailboxes(deps, auditId, made.rows, (_rows, [alias, ...more]) => {
    // An alias that came between the plan and the transaction.
    if (alias && !body.force) throw isDestination(alias.destination, [alias, ...more])
  })
  return made
}

/** Activates, deactivates or deletes many mailboxes: what can be done is done in one transaction, the rest is named. */
export const bulk = async (deps: Deps, caller: Caller, body: Body): Promise<Reply> => {
  if (body.dry_run) {
    const made = await plan(deps.db.mail, body)
    return { done: made.rows.length, failed: made.failed }
  }
  const { action, ids, force = false } = body
  const deed = {
    action: 'user.bulk',
    target: `${ids.length} mailboxes`,
    after: { action, ids, force },
  }
  const { rows, failed } = await deps.audit.record(caller, deed, (auditId) =>
    action === 'delete' ? deleteAll(deps, auditId, body) : setAll(deps, auditId, body),
  )
  return { done: rows.length, failed }
}
