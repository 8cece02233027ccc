import { databaseFault } from '../../db/errors.ts'
import { domainByName, insertMailboxRow, isAliasSource, isMailbox } from '../../db/mail-rows.ts'
import { changeMail, type MailTransaction } from '../../db/portable.ts'
import { type TrashRow, trashDate } from '../../db/trash.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../http/app-error.ts'
import type { Caller } from '../../http/caller.ts'
import { addressIsAlias, userExists } from '../../http/mail-faults.ts'
import { drop, itemById, move } from './store.ts'

const notFound = (): AppError =>
  new AppError(
    'trash_not_found',
    'There is no such deleted mailbox; it may have been restored or erased.',
  )

/** A row whose mail is in the trash, where there is a mail stack to have moved it. */
const settled = async (deps: Deps, id: number): Promise<TrashRow> => {
  const row = await itemById(deps.db, id)
  if (!row) throw notFound()
  if (row.state === 'kept' || !deps.agent.present) return row
  await deps.machine.sweepTrash()
  const again = await itemById(deps.db, id)
  if (!again) throw notFound()
  if (again.state === 'kept') return again
  throw new AppError(
    'agent_unavailable',
    'The mail of this mailbox is still being moved to the trash, and nothing was changed. Try again in a moment.',
    { retryAfter: 10 },
  )
}

const domainGone = (row: TrashRow): AppError =>
  new AppError(
    'domain_gone',
    `The domain ${row.domain_name} is no longer here. Create it again first; nothing was changed.`,
  )

/** Whether the address is free, judged before the mail is moved and again with the insert. */
const refuseTaken = async (mail: Deps['db']['mail'] | MailTransaction, row: TrashRow) => {
  if (await isMailbox(mail, row.email)) throw userExists(row.email)
  if (await isAliasSource(mail, row.email)) throw addressIsAlias(row.email)
}

const insertAgain = (deps: Deps, auditId: number, row: TrashRow): Promise<number> =>
  changeMail(deps.db, auditId, async (trx) => {
    const domain = await domainByName(trx, row.domain_name)
    if (!domain) throw domainGone(row)
    await refuseTaken(trx, row)
    const now = new Date().toISOString()
    return insertMailboxRow(trx, {
      id: row.mailbox_id,
      domain_id: domain.id,
      domain_name: domain.name,
      email: row.email,
      password: row.password,
      quota_bytes: row.quota_bytes,
      active: row.active,
      home_id: row.home_id,
      created_at: now,
      updated_at: now,
    })
  }).catch((error: unknown) => {
    throw databaseFault(error) === 'duplicate' ? userExists(row.email) : error
  })

/** The mail first: a mailbox that is there receives, and would make a new home in the old one's place. */
const bringBack = async (deps: Deps, auditId: number, row: TrashRow): Promise<void> => {
  if (!(await move(deps.db, row, row.state, 'restoring'))) throw notFound()
  try {
    if (deps.agent.present) {
      const { home_id, mailbox_id } = row
      const trash_date = trashDate(row)
      await deps.agent.call('mailstore.restore', { home_id, mailbox_id, trash_date })
    }
  } catch (error) {
    await move(deps.db, row, 'restoring', row.state)
    throw error
  }
  try {
    await insertAgain(deps, auditId, row)
  } catch (error) {
    await move(deps.db, row, 'restoring', 'moving')
    void deps.machine.sweepTrash()
    throw error
  }
  await drop(deps.db, row)
}

/** Gives a deleted mailbox back with its mail, password and quota. */
export const restore = async (deps: Deps, caller: Caller, id: number): Promise<void> => {
  const row = await settled(deps, id)
  const deed = { action: 'user.trash', target: row.email, after: { action: 'restore' } }
  await deps.audit.record(caller, deed, async (auditId) => {
    if (!(await domainByName(deps.db.mail, row.domain_name))) throw domainGone(row)
    await refuseTaken(deps.db.mail, row)
    await bringBack(deps, auditId, row)
  })
}

const erase = async (deps: Deps, row: TrashRow): Promise<void> => {
  if (!(await move(deps.db, row, row.state, 'purging'))) throw notFound()
  try {
    // Without a mail stack there is mail only if one was here before; then it is not ours to forget it.
    if (deps.agent.present || row.size_bytes !== null) {
      const trash_date = trashDate(row)
      await deps.agent.call('mailstore.purge', { mailbox_id: row.mailbox_id, trash_date })
    }
  } catch (error) {
    await move(deps.db, row, 'purging', row.state)
    throw error
  }
  await drop(deps.db, row)
}

/** Erases a deleted mailbox with its mail, for good. */
export const purge = async (deps: Deps, caller: Caller, id: number): Promise<void> => {
  const row = await settled(deps, id)
  const deed = { action: 'user.trash', target: row.email, after: { action: 'purge' } }
  await deps.audit.record(caller, deed, () => erase(deps, row))
}
