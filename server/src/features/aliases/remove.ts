import type { BodyOf, ReplyOf } from '@mc/shared/contract'
import { type AliasRow, deleteAliasRows, type Mail, setRowsActive } from '../../db/mail-rows.ts'
import { changeMail } from '../../db/portable.ts'
import type { Deps } from '../../deps.ts'
import { type Failed, failedOf } from '../../http/bulk.ts'
import type { Caller } from '../../http/caller.ts'
import type { Precondition } from '../../http/etag.ts'
import { find, notFound } from './service.ts'
import { aliasById, aliasesByIds, toWire } from './store.ts'

export const remove = async (
  deps: Deps,
  caller: Caller,
  id: number,
  precondition: Precondition,
): Promise<void> => {
  const { source, destination } = await find(deps, id)
  const deed = { action: 'alias.delete', target: source, before: { source, destination } }
  await deps.audit.record(caller, deed, (auditId) =>
    changeMail(deps.db, auditId, async (trx) => {
      const now = await aliasById(trx, id)
      if (!now) throw notFound()
      precondition(toWire(now))
      await deleteAliasRows(trx, [now])
    }),
  )
}

type Body = BodyOf<'POST /aliases/bulk'>
type Reply = ReplyOf<'POST /aliases/bulk'>

const plan = async (mail: Mail, ids: readonly number[]) => {
  const found = new Map((await aliasesByIds(mail, ids)).map((row) => [row.id, row]))
  const rows: AliasRow[] = []
  const failed: Failed[] = []
  for (const id of ids) {
    const row = found.get(id)
    if (row) rows.push(row)
    else failed.push(failedOf(id, notFound()))
  }
  return { rows, failed }
}

/** Activates, deactivates or deletes many aliases: what is there is done in one transaction, the rest is named. */
export const bulk = async (deps: Deps, caller: Caller, body: Body): Promise<Reply> => {
  const { action, ids } = body
  if (body.dry_run) {
    const { rows, failed } = await plan(deps.db.mail, ids)
    return { done: rows.length, failed }
  }
  const deed = { action: 'alias.bulk', target: `${ids.length} aliases`, after: { action, ids } }
  const { rows, failed } = await deps.audit.record(caller, deed, (auditId) =>
    changeMail(deps.db, auditId, async (trx) => {
      const made = await plan(trx, ids)
      if (action === 'delete') await deleteAliasRows(trx, made.rows)
      else await setRowsActive(trx, 'aliases', made.rows, action === 'activate' ? 1 : 0)
      return made
    }),
  )
  return { done: rows.length, failed }
}
