import type { Alias } from '@mc/shared/contract'
import type { Databases } from '../../db/index.ts'
import type { Listed, Selection } from '../../db/list.ts'
import {
  type AliasRow,
  adjustCounts,
  type DomainRow,
  type Mail,
  readTotals,
} from '../../db/mail-rows.ts'
import { insertedId, type MailTransaction } from '../../db/portable.ts'

export const listed: Listed = {
  table: 'aliases',
  columns: [
    'id',
    'source',
    'destination',
    'domain_id',
    'active',
    'created_at',
    'updated_at',
    'domain_name',
  ],
  searched: ['source', 'destination'],
  unique: [],
}

export const toWire = (row: AliasRow): Alias => ({
  id: row.id,
  source: row.source,
  destination: row.destination,
  domain_id: row.domain_id,
  active: row.active === 1,
  created_at: row.created_at,
  updated_at: row.updated_at,
  domain_name: row.domain_name,
})

/** How many a list has, from the kept counts; undefined where only counting tells. */
export const knownTotal = async (
  db: Databases,
  ask: Selection,
  domain: DomainRow | undefined,
  active: boolean | undefined,
): Promise<number | undefined> => {
  if (ask.search || ask.filter.destination !== undefined || ask.within.ids !== 'all')
    return undefined
  const { aliases, inactive_aliases } = domain ?? (await readTotals(db.mail))
  if (active === undefined) return aliases
  return active ? aliases - inactive_aliases : inactive_aliases
}

export const aliasById = (mail: Mail, id: number): Promise<AliasRow | undefined> =>
  mail.selectFrom('aliases').selectAll().where('id', '=', id).executeTakeFirst()

export const aliasesByIds = (mail: Mail, ids: readonly number[]): Promise<AliasRow[]> =>
  mail
    .selectFrom('aliases')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute()

/** Inserts an alias and counts it. @throws the database's error for a duplicate or a missing domain */
export const insertAlias = async (
  trx: MailTransaction,
  alias: Omit<AliasRow, 'id'>,
): Promise<number> => {
  const result = await trx.insertInto('aliases').values(alias).executeTakeFirstOrThrow()
  const inactive_aliases = alias.active === 1 ? 0 : 1
  await adjustCounts(trx, alias.domain_id, { aliases: 1, inactive_aliases })
  return insertedId(result)
}

export const updateAlias = async (
  trx: MailTransaction,
  before: AliasRow,
  after: AliasRow,
): Promise<void> => {
  const { id, source, destination, active, updated_at } = after
  await trx
    .updateTable('aliases')
    .set({ source, destination, active, updated_at })
    .where('id', '=', id)
    .execute()
  await adjustCounts(trx, before.domain_id, { inactive_aliases: before.active - active })
}
