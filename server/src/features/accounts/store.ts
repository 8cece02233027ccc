import type { Account, Permission, QueryOf, Role } from '@mc/shared/contract'
import type { Kysely, Updateable } from 'kysely'
import { panelPage } from '../../db/panel-page.ts'
import { insertedId } from '../../db/portable.ts'
import type { PanelSchema } from '../../db/schema.ts'

type Db = Kysely<PanelSchema>

const columns = [
  'id',
  'username',
  'email',
  'role',
  'permissions',
  'created_at',
  'last_login_at',
] as const

interface Row {
  id: number
  username: string
  email: string
  role: string
  permissions: string
  created_at: string
  last_login_at: string | null
}

/** The database holds only what the API wrote, hence the two casts. */
const toAccount = (row: Row): Account => ({
  ...row,
  role: row.role as Role,
  permissions: JSON.parse(row.permissions) as Permission[],
})

export const pageOfAccounts = async (db: Db, query: QueryOf<'GET /accounts'>) => {
  const { sort = 'username', dir = 'asc', ...rest } = query
  const ask = { ...rest, dir, sort: sort === 'username' ? 'username_key' : sort }
  const found = await panelPage<'accounts', Row>(
    db,
    'accounts',
    columns,
    ['username_key', 'email'],
    ask,
  )
  return { ...found, data: found.data.map(toAccount) }
}

export const findAccount = async (db: Db, id: number): Promise<Account | undefined> => {
  const row = await db
    .selectFrom('accounts')
    .select(columns)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toAccount(row)
}

export const insertAccount = async (
  db: Db,
  account: Omit<Account, 'id' | 'last_login_at'> & { password: string },
): Promise<number> => {
  const inserted = await db
    .insertInto('accounts')
    .values({
      ...account,
      username_key: account.username.toLowerCase(),
      permissions: JSON.stringify(account.permissions),
      last_login_at: null,
    })
    .executeTakeFirstOrThrow()
  return insertedId(inserted)
}

export const updateAccount = (db: Db, id: number, set: Updateable<PanelSchema['accounts']>) =>
  db.updateTable('accounts').set(set).where('id', '=', id).execute()

export const deleteAccount = (db: Db, id: number) =>
  db.deleteFrom('accounts').where('id', '=', id).execute()
