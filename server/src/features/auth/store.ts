import type { Kysely } from 'kysely'
import { isDuplicate } from '../../db/errors.ts'
import type { PanelSchema } from '../../db/schema.ts'

type Db = Kysely<PanelSchema>

/** Usernames differ by more than case. */
export const usernameKey = (username: string): string => username.toLowerCase()

export const findAccount = (db: Db, key: string) =>
  db
    .selectFrom('accounts')
    .select(['id', 'username', 'email', 'password', 'role', 'permissions'])
    .where('username_key', '=', key)
    .executeTakeFirst()

export const hasAdmin = async (db: Db): Promise<boolean> => {
  const row = await db
    .selectFrom('accounts')
    .select('id')
    .where('role', '=', 'admin')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export const touchLogin = (db: Db, id: number, now: string) =>
  db.updateTable('accounts').set({ last_login_at: now }).where('id', '=', id).execute()

export const setPassword = (db: Db, id: number, password: string) =>
  db.updateTable('accounts').set({ password }).where('id', '=', id).execute()

export const insertFailure = (db: Db, key: string, network: string, now: string) =>
  db.insertInto('login_failures').values({ username_key: key, network, created_at: now }).execute()

export const deleteOldFailures = (db: Db, before: string) =>
  db.deleteFrom('login_failures').where('created_at', '<', before).execute()

export const deleteFailures = (db: Db, key: string, network: string) =>
  db
    .deleteFrom('login_failures')
    .where('username_key', '=', key)
    .where('network', '=', network)
    .execute()

/** Forgets the failures of one account, or of all. @returns how many there were */
export const clearFailures = async (db: Db, key?: string): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('login_failures')
    .$if(key !== undefined, (q) => q.where('username_key', '=', key ?? ''))
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** How often and when last an account failed since a time: from one network, or from all. */
export const countFailures = async (db: Db, key: string, since: string, network?: string) => {
  const row = await db
    .selectFrom('login_failures')
    .select(({ fn }) => [fn.countAll().as('count'), fn.max('created_at').as('last')])
    .where('username_key', '=', key)
    .where('created_at', '>=', since)
    .$if(network !== undefined, (q) => q.where('network', '=', network ?? ''))
    .executeTakeFirst()
  return { count: Number(row?.count ?? 0), last: row?.last ?? null }
}

export const knowsNetwork = async (db: Db, key: string, network: string, since: string) => {
  const row = await db
    .selectFrom('login_networks')
    .select('last_at')
    .where('username_key', '=', key)
    .where('network', '=', network)
    .where('last_at', '>=', since)
    .executeTakeFirst()
  return row !== undefined
}

/** Remembers a network that a login succeeded from, and forgets those of long ago. */
export const rememberNetwork = async (
  db: Db,
  key: string,
  network: string,
  now: string,
  forgetBefore: string,
) => {
  await db
    .deleteFrom('login_networks')
    .where('username_key', '=', key)
    .where('last_at', '<', forgetBefore)
    .execute()
  const { numUpdatedRows } = await db
    .updateTable('login_networks')
    .set({ last_at: now })
    .where('username_key', '=', key)
    .where('network', '=', network)
    .executeTakeFirst()
  if (Number(numUpdatedRows) > 0) return
  await db
    .insertInto('login_networks')
    .values({ username_key: key, network, last_at: now })
    .execute()
    .catch((error: unknown) => {
      // Somebody signed in from there at the same moment.
      if (!isDuplicate(error)) throw error
    })
}
