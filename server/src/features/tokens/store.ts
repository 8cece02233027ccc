import type { QueryOf, Scopes, Token } from '@mc/shared/contract'
import { type Kysely, sql, type Updateable } from 'kysely'
import { panelPage } from '../../db/panel-page.ts'
import { insertedId } from '../../db/portable.ts'
import type { PanelSchema } from '../../db/schema.ts'

type Db = Kysely<PanelSchema>

const columns = [
  'id',
  'account_id',
  'name',
  'scopes',
  'expires_at',
  'last_used_at',
  'created_at',
] as const

interface Row extends Omit<Token, 'scopes' | 'owner'> {
  account_id: number
  scopes: string
}

export interface OwnedToken extends Token {
  readonly account_id: number
}

const withOwners = async (db: Db, rows: readonly Row[]): Promise<OwnedToken[]> => {
  const ids = [...new Set(rows.map((row) => row.account_id))]
  const owners =
    ids.length === 0
      ? []
      : await db.selectFrom('accounts').select(['id', 'username']).where('id', 'in', ids).execute()
  const names = new Map(owners.map(({ id, username }) => [id, username]))
  return rows.map((row) => ({
    ...row,
    // Only the API writes this column, from a body that had this form.
    scopes: JSON.parse(row.scopes) as Scopes,
    owner: names.get(row.account_id) ?? '',
  }))
}

/** @param ownerId undefined for the tokens of everybody */
export const pageOfTokens = async (
  db: Db,
  query: QueryOf<'GET /tokens'>,
  ownerId: number | undefined,
) => {
  const ask = { ...query, sort: query.sort ?? 'id', dir: query.dir ?? 'asc' }
  const own = ownerId === undefined ? [] : [sql`account_id = ${ownerId}`]
  const found = await panelPage<'tokens', Row>(db, 'tokens', columns, ['name'], ask, own)
  return { ...found, data: await withOwners(db, found.data) }
}

export const findToken = async (db: Db, id: number): Promise<OwnedToken | undefined> => {
  const row = await db.selectFrom('tokens').select(columns).where('id', '=', id).executeTakeFirst()
  return row && (await withOwners(db, [row]))[0]
}

export const insertToken = async (
  db: Db,
  token: Pick<Token, 'name' | 'scopes' | 'expires_at' | 'created_at'> & { account_id: number },
): Promise<number> => {
  const inserted = await db
    .insertInto('tokens')
    .values({ ...token, scopes: JSON.stringify(token.scopes), secret_hash: '', last_used_at: null })
    .executeTakeFirstOrThrow()
  return insertedId(inserted)
}

export const updateToken = (db: Db, id: number, set: Updateable<PanelSchema['tokens']>) =>
  db.updateTable('tokens').set(set).where('id', '=', id).execute()

export const deleteToken = (db: Db, id: number) =>
  db.deleteFrom('tokens').where('id', '=', id).execute()
