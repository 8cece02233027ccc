import type { User } from '@mc/shared/contract'
import type { Databases } from '../../db/index.ts'
import type { Listed, Selection } from '../../db/list.ts'
import { type DomainRow, type Mail, type MailboxRow, readTotals } from '../../db/mail-rows.ts'
import { chunks } from '../../db/portable.ts'

/** A row as lists read it: without the hash. */
export type UserRow = Omit<MailboxRow, 'password' | 'home_id'>

const columns = [
  'id',
  'domain_id',
  'email',
  'active',
  'quota_bytes',
  'created_at',
  'updated_at',
  'domain_name',
] as const

export const listed: Listed = {
  table: 'mailboxes',
  columns,
  searched: ['email'],
  unique: ['email'],
}

export const toWire = (row: UserRow): User => ({
  id: row.id,
  domain_id: row.domain_id,
  email: row.email,
  active: row.active === 1,
  quota_bytes: row.quota_bytes,
  created_at: row.created_at,
  updated_at: row.updated_at,
  domain_name: row.domain_name,
})

/** How many a list without search has, from the kept counts; undefined where only counting tells. */
export const knownTotal = async (
  db: Databases,
  ask: Selection,
  domain: DomainRow | undefined,
  active: boolean | undefined,
): Promise<number | undefined> => {
  if (ask.search || ask.within.ids !== 'all') return undefined
  const { users, inactive_users } = domain ?? (await readTotals(db.mail))
  if (active === undefined) return users
  return active ? users - inactive_users : inactive_users
}

export const userById = (mail: Mail, id: number): Promise<MailboxRow | undefined> =>
  mail.selectFrom('mailboxes').selectAll().where('id', '=', id).executeTakeFirst()

export const usersByIds = async (mail: Mail, ids: readonly number[]): Promise<MailboxRow[]> =>
  mail
    .selectFrom('mailboxes')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute()

export type NewMailbox = Omit<MailboxRow, 'id'>

/** Which of the addresses are mailboxes, which are sources of aliases. */
export const takenAddresses = async (mail: Mail, addresses: readonly string[]) => {
  const mailboxes = new Set<string>()
  const aliases = new Set<string>()
  for (const part of chunks(addresses)) {
    const boxes = await mail
      .selectFrom('mailboxes')
      .select('email')
      .where('email', 'in', part)
      .execute()
    const sources = await mail
      .selectFrom('aliases')
      .select('source')
      .where('source', 'in', part)
      .execute()
    for (const { email } of boxes) mailboxes.add(email)
    for (const { source } of sources) aliases.add(source)
  }
  return { mailboxes, aliases }
}

/** Domains of these names, by name. */
export const domainsByName = async (
  mail: Mail,
  names: readonly string[],
): Promise<Map<string, DomainRow>> => {
  const found = new Map<string, DomainRow>()
  for (const part of chunks(names)) {
    const rows = await mail.selectFrom('domains').selectAll().where('name', 'in', part).execute()
    for (const row of rows) found.set(row.name, row)
  }
  return found
}
