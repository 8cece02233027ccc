import type { Domain } from '@mc/shared/contract'
import type { Databases } from '../../db/index.ts'
import type { Listed, Selection } from '../../db/list.ts'
import {
  type AliasRow,
  type DomainRow,
  deleteAliasRows,
  deleteMailboxRows,
  type Mail,
  type MailboxRow,
  readTotals,
} from '../../db/mail-rows.ts'
import { insertedId, type MailTransaction } from '../../db/portable.ts'

export const listed: Listed = {
  table: 'domains',
  columns: ['id', 'name', 'name_unicode', 'active', 'users', 'aliases', 'created_at', 'updated_at'],
  searched: ['name', 'name_unicode'],
  unique: ['name'],
}

export const toWire = (row: DomainRow): Domain => ({
  id: row.id,
  name: row.name,
  name_unicode: row.name_unicode,
  active: row.active === 1,
  users: row.users,
  aliases: row.aliases,
  created_at: row.created_at,
  updated_at: row.updated_at,
})

/** How many a list without search has; undefined where only counting tells. */
export const knownTotal = async (
  db: Databases,
  ask: Selection,
  active: boolean | undefined,
): Promise<number | undefined> => {
  if (ask.search || ask.within.ids !== 'all') return undefined
  const totals = await readTotals(db.mail)
  if (active === undefined) return totals.domains
  return active ? totals.domains - totals.inactive_domains : totals.inactive_domains
}

const countDomains = async (trx: MailTransaction, all: number, inactive: number): Promise<void> => {
  await trx
    .updateTable('mail_totals')
    .set((e) => ({
      domains: e('domains', '+', all),
      inactive_domains: e('inactive_domains', '+', inactive),
    }))
    .where('id', '=', 1)
    .execute()
}

export const insertDomain = async (
  trx: MailTransaction,
  domain: { readonly name: string; readonly unicode: string },
): Promise<number> => {
  const now = new Date().toISOString()
  const result = await trx
    .insertInto('domains')
    .values({
      name: domain.name,
      name_unicode: domain.unicode,
      active: 1,
      users: 0,
      aliases: 0,
      inactive_users: 0,
      inactive_aliases: 0,
      created_at: now,
      updated_at: now,
    })
    .executeTakeFirstOrThrow()
  await countDomains(trx, 1, 0)
  return insertedId(result)
}

/** Sets `active`; a domain that has the value already is left alone. */
export const setActive = async (
  trx: MailTransaction,
  row: DomainRow,
  active: boolean,
): Promise<void> => {
  if ((row.active === 1) === active) return
  await trx
    .updateTable('domains')
    .set({ active: active ? 1 : 0, updated_at: new Date().toISOString() })
    .where('id', '=', row.id)
    .execute()
  await countDomains(trx, 0, active ? -1 : 1)
}

export const domainsByIds = (mail: Mail, ids: readonly number[]): Promise<DomainRow[]> =>
  mail.selectFrom('domains').selectAll().where('id', 'in', ids).execute()

export const mailboxesIn = (mail: Mail, domainId: number): Promise<MailboxRow[]> =>
  mail.selectFrom('mailboxes').selectAll().where('domain_id', '=', domainId).execute()

/** Aliases of other domains that point into this one. The name holds neither `%` nor `_`. */
export const incomingAliases = (mail: Mail, domain: DomainRow): Promise<AliasRow[]> =>
  mail
    .selectFrom('aliases')
    .selectAll()
    .where('destination', 'like', `%@${domain.name}`)
    .where('domain_id', '!=', domain.id)
    .execute()

/** Deletes a domain with all that is in it and points to it; returns how many mailboxes went. */
export const deleteDomain = async (trx: MailTransaction, domain: DomainRow): Promise<number> => {
  const own = await trx
    .selectFrom('aliases')
    .selectAll()
    .where('domain_id', '=', domain.id)
    .execute()
  await deleteAliasRows(trx, [...own, ...(await incomingAliases(trx, domain))])
  const boxes = await mailboxesIn(trx, domain.id)
  await deleteMailboxRows(trx, boxes)
  await trx.deleteFrom('domains').where('id', '=', domain.id).execute()
  await countDomains(trx, -1, domain.active === 0 ? -1 : 0)
  return boxes.length
}
