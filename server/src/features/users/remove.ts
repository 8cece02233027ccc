import {
  type AliasRow,
  aliasesTo,
  deleteAliasRows,
  deleteMailboxRows,
  type MailboxRow,
} from '../../db/mail-rows.ts'
import { changeMail } from '../../db/portable.ts'
import { readSettings } from '../../db/settings.ts'
import { AlreadyBeingDeleted, trashAndDelete } from '../../db/trash.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../http/app-error.ts'
import type { Caller } from '../../http/caller.ts'
import type { Precondition } from '../../http/etag.ts'
import { find, notFound } from './service.ts'
import { toWire, usersByIds } from './store.ts'

const MAX_LISTED = 100

export const isDestination = (email: string, aliases: readonly AliasRow[]): AppError =>
  new AppError(
    'mailbox_is_destination',
    `Aliases that deliver to ${email}: ${aliases.length}. Nothing was deleted. Change or delete them first, or repeat with ` +
      'force=true to delete them too.',
    {
      details: {
        count: aliases.length,
        aliases: aliases.slice(0, MAX_LISTED).map(({ id, source }) => ({ id, source })),
      },
    },
  )

/**
 * Deletes mailboxes with the aliases that deliver to them, in one transaction; their mail goes to the trash.
 * @param judge called inside it with the mailboxes and those aliases as they are then; throws to refuse
 */
export const deleteMailboxes = async (
  deps: Deps,
  auditId: number,
  boxes: readonly MailboxRow[],
  judge: (boxes: readonly MailboxRow[], aliases: readonly AliasRow[]) => void,
): Promise<void> => {
  const { values } = await readSettings(deps.db.panel)
  const ids = boxes.map((box) => box.id)
  await trashAndDelete(deps.db, boxes, values.trash_days, () =>
    changeMail(deps.db, auditId, async (trx) => {
      const now = await usersByIds(trx, ids)
      if (now.length !== boxes.length) throw notFound()
      const aliases = await aliasesTo(
        trx,
        now.map((box) => box.email),
      )
      judge(now, aliases)
      await deleteAliasRows(trx, aliases)
      await deleteMailboxRows(trx, now)
    }),
  ).catch((error: unknown) => {
    throw error instanceof AlreadyBeingDeleted ? notFound() : error
  })
  deps.machine.endSessions(boxes.map((box) => box.email))
  void deps.machine.sweepTrash()
}

export const remove = async (
  deps: Deps,
  caller: Caller,
  id: number,
  force: boolean,
  precondition: Precondition,
): Promise<void> => {
  const box = await find(deps, id)
  const deed = {
    action: 'user.delete',
    target: box.email,
    before: { email: box.email, quota_bytes: box.quota_bytes, active: box.active === 1 },
    after: { force },
  }
  await deps.audit.record(caller, deed, (auditId) =>
    deleteMailboxes(deps, auditId, [box], ([now], aliases) => {
      if (now) precondition(toWire(now))
      if (aliases.length > 0 && !force) throw isDestination(box.email, aliases)
    }),
  )
}
