import type { Permission, Role, Scopes, SessionUser } from '@mc/shared/contract'
import { SESSION } from '@mc/shared/rules'
import type { Kysely } from 'kysely'
import type { PanelSchema } from '../db/schema.ts'

type Db = Kysely<PanelSchema>

interface UserColumns {
  username: string
  email: string
  role: string
  permissions: string
}

/** The account as clients see it. The database holds only what the API wrote, hence the two casts. */
export const toSessionUser = (id: number, row: UserColumns): SessionUser => ({
  id,
  username: row.username,
  email: row.email,
  role: row.role as Role,
  permissions: JSON.parse(row.permissions) as Permission[],
})

const user = ['a.username', 'a.email', 'a.role', 'a.permissions'] as const

export const findSession = (db: Db, id: string) =>
  db
    .selectFrom('sessions as s')
    .innerJoin('accounts as a', 'a.id', 's.account_id')
    .select(['s.account_id', 's.expires_at', 's.fresh_until', ...user])
    .where('s.id', '=', id)
    .executeTakeFirst()

export const findToken = async (db: Db, id: number) => {
  const row = await db
    .selectFrom('tokens as t')
    .innerJoin('accounts as a', 'a.id', 't.account_id')
    .select([
      't.id',
      't.name',
      't.account_id',
      't.secret_hash',
      't.scopes',
      't.expires_at',
      ...user,
    ])
    .where('t.id', '=', id)
    .executeTakeFirst()
  return row && { ...row, scopes: JSON.parse(row.scopes) as Scopes }
}

export const insertSession = (db: Db, row: PanelSchema['sessions']) =>
  db.insertInto('sessions').values(row).execute()

/** Gives a session a new id and freshness. @returns false when it has ended meanwhile */
export const replaceSession = async (db: Db, id: string, next: string, freshUntil: string) => {
  const { numUpdatedRows } = await db
    .updateTable('sessions')
    .set({ id: next, fresh_until: freshUntil })
    .where('id', '=', id)
    .executeTakeFirst()
  return Number(numUpdatedRows) === 1
}

export const deleteSession = (db: Db, id: string) =>
  db.deleteFrom('sessions').where('id', '=', id).execute()

/** Ends an account's sessions, all or all but one. */
export const deleteSessionsOf = (db: Db, accountId: number, except?: string) =>
  db
    .deleteFrom('sessions')
    .where('account_id', '=', accountId)
    .$if(except !== undefined, (q) => q.where('id', '!=', except ?? ''))
    .execute()

export const deleteExpiredSessions = (db: Db, now: string) =>
  db.deleteFrom('sessions').where('expires_at', '<', now).execute()

export const touchToken = (db: Db, id: number, now: string) =>
  db.updateTable('tokens').set({ last_used_at: now }).where('id', '=', id).execute()

/** How long a session stays fresh after a password was entered: the setting, else the default. Seconds. */
export const freshSeconds = async (db: Db): Promise<number> => {
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', 'session_fresh_seconds')
    .executeTakeFirst()
  return row ? Number(row.value) : SESSION.fresh
}
