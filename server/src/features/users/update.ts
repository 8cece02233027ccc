import type { BodyOf, User } from '@mc/shared/contract'
import { adjustCounts, type MailboxRow } from '../../db/mail-rows.ts'
import { changeMail, timeAfter } from '../../db/portable.ts'
import type { Deps } from '../../deps.ts'
import type { Caller } from '../../http/caller.ts'
import type { Precondition } from '../../http/etag.ts'
import { domainOf, localOf } from '../../lib/mail-addresses.ts'
import { ssha512 } from '../../lib/ssha512.ts'
import { checkPassword, find, notFound } from './service.ts'
import { toWire, userById } from './store.ts'

type Changes = BodyOf<'PATCH /users/{id}'>

/** The columns that change; a new password is hashed before the transaction. */
const columnsOf = (row: MailboxRow, changes: Changes) => {
  const { password, quota_bytes, active } = changes
  if (password !== undefined) {
    const { email } = row
    checkPassword(password, { address: email, local: localOf(email), domain: domainOf(email) })
  }
  return {
    ...(password === undefined ? {} : { password: ssha512(password) }),
    ...(quota_bytes === undefined ? {} : { quota_bytes }),
    ...(active === undefined ? {} : { active: active ? 1 : 0 }),
  }
}

const deedOf = (row: MailboxRow, { password, ...plain }: Changes) => ({
  action: 'user.update',
  target: row.email,
  before: { quota_bytes: row.quota_bytes, active: row.active === 1 },
  after: { ...plain, ...(password === undefined ? {} : { password_changed: true }) },
})

export const update = async (
  deps: Deps,
  caller: Caller,
  id: number,
  changes: Changes,
  precondition: Precondition,
): Promise<User> => {
  const row = await find(deps, id)
  const columns = columnsOf(row, changes)
  const after = await deps.audit.record(caller, deedOf(row, changes), (auditId) =>
    changeMail(deps.db, auditId, async (trx) => {
      const now = await userById(trx, id)
      if (!now) throw notFound()
      precondition(toWire(now))
      const changed = { ...now, ...columns, updated_at: timeAfter(now.updated_at) }
      await trx
        .updateTable('mailboxes')
        .set({ ...columns, updated_at: changed.updated_at })
        .where('id', '=', id)
        .execute()
      await adjustCounts(trx, now.domain_id, { inactive_users: now.active - changed.active })
      return changed
    }),
  )
  // Who knew the old password, or may no longer log in, is thrown out of open sessions too.
  if (changes.password !== undefined || changes.active === false) {
    deps.machine.endSessions([row.email])
  }
  return toWire(after)
}
