import type { Selectable } from 'kysely'
import { isDuplicate } from './errors.ts'
import type { Databases } from './index.ts'
import type { MailboxRow } from './mail-rows.ts'
import { chunks } from './portable.ts'
import type { PanelSchema } from './schema.ts'

export type TrashRow = Selectable<PanelSchema['trash']>

/** UTC day that names the folder in the trash. */
export const trashDate = (row: Pick<TrashRow, 'deleted_at'>): string => row.deleted_at.slice(0, 10)

const DAY_MS = 24 * 3600 * 1000
/** A deletion takes milliseconds; one this old was cut off by a crash. */
const INTERRUPTED_MS = 30_000

export class AlreadyBeingDeleted extends Error {}

const remove = async (db: Databases, mailboxIds: readonly number[], state: string) => {
  for (const ids of chunks(mailboxIds)) {
    await db.panel
      .deleteFrom('trash')
      .where('mailbox_id', 'in', ids)
      .where('state', '=', state)
      .execute()
  }
}

const announce = async (db: Databases, boxes: readonly MailboxRow[], days: number) => {
  const now = new Date()
  const rows = boxes.map((box) => ({
    mailbox_id: box.id,
    email: box.email,
    domain_name: box.domain_name,
    password: box.password,
    quota_bytes: box.quota_bytes,
    active: box.active,
    home_id: box.home_id,
    size_bytes: null,
    state: 'deleting',
    changed_at: now.toISOString(),
    deleted_at: now.toISOString(),
    purge_at: new Date(now.getTime() + days * DAY_MS).toISOString(),
  }))
  await db.panel.transaction().execute(async (trx) => {
    for (const part of chunks(rows)) await trx.insertInto('trash').values(part).execute()
  })
}

/**
 * Deletes mailbox rows so that their mail is never orphaned: the trash knows them before they go, and forgets them
 * when they stay. The two databases share no transaction, so a crash in between leaves rows in state `deleting`, which
 * `settleInterrupted` decides by looking whether the mailbox is still there.
 * @param erase must delete exactly these mailboxes, in one transaction
 * @throws AlreadyBeingDeleted when another request is at one of them
 */
export const trashAndDelete = async <T>(
  db: Databases,
  boxes: readonly MailboxRow[],
  days: number,
  erase: () => Promise<T>,
): Promise<T> => {
  const ids = boxes.map((box) => box.id)
  try {
    await announce(db, boxes, days)
  } catch (error) {
    throw isDuplicate(error) ? new AlreadyBeingDeleted() : error
  }
  let result: T
  try {
    result = await erase()
  } catch (error) {
    await remove(db, ids, 'deleting')
    throw error
  }
  for (const part of chunks(ids)) {
    await db.panel
      .updateTable('trash')
      .set({ state: 'moving', changed_at: new Date().toISOString() })
      .where('mailbox_id', 'in', part)
      .where('state', '=', 'deleting')
      .execute()
  }
  return result
}

/** Decides what a crash left undecided: a mailbox that is there was not deleted, or was restored. */
export const settleInterrupted = async (db: Databases): Promise<void> => {
  const before = new Date(Date.now() - INTERRUPTED_MS).toISOString()
  const open = await db.panel
    .selectFrom('trash')
    .select(['mailbox_id', 'state'])
    .where('state', 'in', ['deleting', 'restoring'])
    .where('changed_at', '<', before)
    .execute()
  for (const part of chunks(open)) {
    const ids = part.map((row) => row.mailbox_id)
    const found = await db.mail
      .selectFrom('mailboxes')
      .select('id')
      .where('id', 'in', ids)
      .execute()
    const there = new Set(found.map((row) => row.id))
    for (const state of ['deleting', 'restoring']) {
      const kept = ids.filter((id) => there.has(id))
      if (kept.length > 0) await remove(db, kept, state)
    }
    const gone = ids.filter((id) => !there.has(id))
    if (gone.length > 0) {
      await db.panel
        .updateTable('trash')
        .set({ state: 'moving', changed_at: new Date().toISOString() })
        .where('mailbox_id', 'in', gone)
        .where('state', 'in', ['deleting', 'restoring'])
        .execute()
    }
  }
}
