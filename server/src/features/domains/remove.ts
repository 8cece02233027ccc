import { type DomainRow, domainById, type MailboxRow } from '../../db/mail-rows.ts'
import { changeMail, type MailTransaction } from '../../db/portable.ts'
import { readSettings } from '../../db/settings.ts'
import { AlreadyBeingDeleted, trashAndDelete } from '../../db/trash.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../http/app-error.ts'
import type { Caller } from '../../http/caller.ts'
import type { Precondition } from '../../http/etag.ts'
import { find, notFound } from './service.ts'
import { deleteDomain, incomingAliases, mailboxesIn, toWire } from './store.ts'

const ATTEMPTS = 3

/** A mailbox was made or deleted between the reading of the mailboxes and the transaction. */
class MailboxesChanged extends Error {}

const many = (n: number, one: 'mailbox' | 'alias'): string => `${n} ${one}${n === 1 ? '' : 'es'}`

const busy = (cause: unknown): AppError =>
  new AppError(
    'busy',
    'Mailboxes of the domain are being made or deleted at this moment; nothing was deleted. Try again.',
    { retryAfter: 2, cause },
  )

/**
 * Deletes domains with all that is in them, the mail to the trash, in one transaction.
 * @param judge called inside it with each domain as it is then; throws to refuse
 */
export const deleteDomains = async (
  deps: Deps,
  auditId: number,
  domains: readonly DomainRow[],
  judge: (trx: MailTransaction, row: DomainRow) => Promise<void>,
): Promise<MailboxRow[]> => {
  const { values } = await readSettings(deps.db.panel)
  const attempt = async (): Promise<MailboxRow[]> => {
    const boxes = (
      await Promise.all(domains.map((domain) => mailboxesIn(deps.db.mail, domain.id)))
    ).flat()
    await trashAndDelete(deps.db, boxes, values.trash_days, () =>
      changeMail(deps.db, auditId, async (trx) => {
        let gone = 0
        for (const { id } of domains) {
          const row = await domainById(trx, id)
          if (!row) throw notFound()
          await judge(trx, row)
          gone += await deleteDomain(trx, row)
        }
        if (gone !== boxes.length) throw new MailboxesChanged()
      }),
    )
    return boxes
  }
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof MailboxesChanged || error instanceof AlreadyBeingDeleted)) throw error
      if (tries === ATTEMPTS) throw busy(error)
    }
  }
}

/** What goes with a domain. @throws AppError domain_in_use with the counts, when there is anything and no force */
export const refuseInUse = async (trx: MailTransaction, row: DomainRow): Promise<void> => {
  const incoming = (await incomingAliases(trx, row)).length
  if (row.users + row.aliases + incoming === 0) return
  throw new AppError(
    'domain_in_use',
    `${row.name_unicode} still has ${many(row.users, 'mailbox')} and ${many(row.aliases, 'alias')}; aliases of other ` +
      `domains that deliver to it: ${incoming}. Nothing was deleted. Delete them first, or repeat with force=true to ` +
      'delete all of it.',
    { details: { users: row.users, aliases: row.aliases, incoming_aliases: incoming } },
  )
}

export const remove = async (
  deps: Deps,
  caller: Caller,
  id: number,
  force: boolean,
  precondition: Precondition,
): Promise<void> => {
  const row = await find(deps, id)
  const { name, users, aliases } = row
  const deed = {
    action: 'domain.delete',
    target: name,
    before: { name, users, aliases },
    after: { force },
  }
  const boxes = await deps.audit.record(caller, deed, (auditId) =>
    deleteDomains(deps, auditId, [row], async (trx, now) => {
      precondition(toWire(now))
      if (!force) await refuseInUse(trx, now)
    }),
  )
  afterDelete(deps, boxes)
}

/** The machine's part of a deletion; nobody waits for it. */
export const afterDelete = (deps: Deps, boxes: readonly MailboxRow[]): void => {
  deps.machine.endSessions(boxes.map((box) => box.email))
  void deps.machine.domainsChanged()
  void deps.machine.sweepTrash()
}
