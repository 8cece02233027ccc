import { CompiledQuery, type Kysely, type Selectable } from 'kysely'
import { parseDomainName } from '../lib/domain-names.ts'
import { chunks, insertedId, type MailTransaction, prepared } from './portable.ts'
import type { MailSchema } from './schema.ts'

/** The database itself, or a transaction on it. */
export type Mail = Kysely<MailSchema> | MailTransaction
export type DomainRow = Selectable<MailSchema['domains']>
export type MailboxRow = Selectable<MailSchema['mailboxes']>
export type AliasRow = Selectable<MailSchema['aliases']>

type Counted = 'users' | 'inactive_users' | 'aliases' | 'inactive_aliases'
export type CountChange = Partial<Record<Counted, number>>

/** Keeps the counts of one domain and their sums; belongs into the transaction that changes the rows counted. */
export const adjustCounts = async (
  trx: MailTransaction,
  domainId: number,
  change: CountChange,
): Promise<void> => {
  const parts = Object.entries(change).filter(([, by]) => by !== 0)
  if (parts.length === 0) return
  const set = parts.map(([column]) => `${column} = ${column} + ?`).join(', ')
  const by = parts.map(([, by]) => by)
  await trx.executeQuery(prepared(`update domains set ${set} where id = ?`)(...by, domainId))
  await trx.executeQuery(prepared(`update mail_totals set ${set} where id = 1`)(...by))
}

interface CountedRow {
  readonly id: number
  readonly domain_id: number
  readonly active: number
}

const byDomain = (rows: readonly CountedRow[]) =>
  [...Map.groupBy(rows, (row) => row.domain_id)].map(([domainId, own]) => ({
    domainId,
    all: own.length,
    inactive: own.filter((row) => row.active === 0).length,
  }))

/** Deletes these aliases and keeps the counts. */
export const deleteAliasRows = async (
  trx: MailTransaction,
  rows: readonly CountedRow[],
): Promise<void> => {
  for (const part of chunks(rows)) {
    const ids = part.map((row) => row.id)
    await trx.deleteFrom('aliases').where('id', 'in', ids).execute()
  }
  for (const { domainId, all, inactive } of byDomain(rows)) {
    await adjustCounts(trx, domainId, { aliases: -all, inactive_aliases: -inactive })
  }
}

/** Deletes these mailboxes and keeps the counts. */
export const deleteMailboxRows = async (
  trx: MailTransaction,
  rows: readonly CountedRow[],
): Promise<void> => {
  for (const part of chunks(rows)) {
    const ids = part.map((row) => row.id)
    await trx.deleteFrom('mailboxes').where('id', 'in', ids).execute()
  }
  for (const { domainId, all, inactive } of byDomain(rows)) {
    await adjustCounts(trx, domainId, { users: -all, inactive_users: -inactive })
  }
}

/** Sets `active` of rows of one table and keeps the counts; rows that have the value already are left alone. */
export const setRowsActive = async (
  trx: MailTransaction,
  table: 'mailboxes' | 'aliases',
  rows: readonly CountedRow[],
  active: 0 | 1,
): Promise<void> => {
  const changing = rows.filter((row) => row.active !== active)
  const updated_at = new Date().toISOString()
  for (const part of chunks(changing)) {
    const ids = part.map((row) => row.id)
    await trx.updateTable(table).set({ active, updated_at }).where('id', 'in', ids).execute()
  }
  const column = table === 'mailboxes' ? 'inactive_users' : 'inactive_aliases'
  for (const { domainId, all } of byDomain(changing)) {
    await adjustCounts(trx, domainId, { [column]: active === 1 ? -all : all })
  }
}

const domainQuery = prepared<DomainRow>('select * from domains where id = ?')
const mailboxQuery = prepared('select id from mailboxes where email = ?')
const sourceQuery = prepared('select id from aliases where source = ? limit 1')

export const domainById = async (mail: Mail, id: number): Promise<DomainRow | undefined> =>
  (await mail.executeQuery(domainQuery(id))).rows[0]

export const domainByName = (mail: Mail, name: string): Promise<DomainRow | undefined> =>
  mail.selectFrom('domains').selectAll().where('name', '=', name).executeTakeFirst()

/** The domain of a list's filter by name; `null` when there is none such, so that the list is empty. */
export const filterDomain = async (
  mail: Mail,
  given: string | undefined,
): Promise<DomainRow | null | undefined> => {
  if (given === undefined) return undefined
  const parsed = parseDomainName(given)
  return parsed.ok ? ((await domainByName(mail, parsed.value.name)) ?? null) : null
}

/** Inserts a mailbox and counts it. @throws the database's error for a duplicate or a missing domain */
export const insertMailboxRow = async (
  trx: MailTransaction,
  box: Omit<MailboxRow, 'id'> & { readonly id?: number },
): Promise<number> => {
  const names = Object.keys(box)
  const insert = prepared(
    `insert into mailboxes (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
  )
  const result = await trx.executeQuery(insert(...Object.values(box)))
  await adjustCounts(trx, box.domain_id, { users: 1, inactive_users: box.active === 1 ? 0 : 1 })
  return insertedId(result)
}

export const isMailbox = async (mail: Mail, address: string): Promise<boolean> => {
  return (await mail.executeQuery(mailboxQuery(address))).rows.length > 0
}

export const isAliasSource = async (mail: Mail, address: string): Promise<boolean> => {
  return (await mail.executeQuery(sourceQuery(address))).rows.length > 0
}

/** Aliases that name one of these addresses as destination. */
export const aliasesTo = async (mail: Mail, addresses: readonly string[]): Promise<AliasRow[]> => {
  const found: AliasRow[] = []
  for (const part of chunks(addresses)) {
    found.push(
      ...(await mail
        .selectFrom('aliases')
        .selectAll()
        .where('destination', 'in', part)
        .orderBy('source')
        .execute()),
    )
  }
  return found
}

/** The sums over all domains. */
export const readTotals = async (mail: Mail): Promise<Totals> => {
  const { rows } = await mail.executeQuery(totalsQuery)
  if (!rows[0]) throw new Error('The row of mail_totals is missing')
  return rows[0]
}

type Totals = Selectable<MailSchema['mail_totals']>
/** Part of every page, so built once. */
const totalsQuery: CompiledQuery<Totals> = CompiledQuery.raw(
  'select * from mail_totals where id = 1',
)
