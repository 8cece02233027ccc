import { randomBytes, scryptSync } from 'node:crypto'
import { deriveKey, loadSecret } from '@mc/server/config/secrets.ts'
import { insertedId } from '@mc/server/db/portable.ts'
import { CookieCodec } from '@mc/server/lib/session-cookie.ts'
import { hashToken } from '@mc/server/plugins/token-reader.ts'
import type { Permission, Role, Scopes } from '@mc/shared/contract'
import type { AppDeps } from './app.ts'

export const PASSWORD = 'Correct-Horse-9'

const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')
const salt = randomBytes(16)
/** Cheap parameters: what is tested is not how slow scrypt is. */
const hash = `$scrypt$ln=4,r=8,p=1$${base64(salt)}$${base64(
  scryptSync(PASSWORD, salt, 32, { N: 16, r: 8, p: 1 }),
)}`

const HOUR = 3600_000
const iso = (time: number): string => new Date(time).toISOString()
let count = 0

export interface Account {
  readonly id: number
  readonly username: string
}

/** Makes accounts, sessions and tokens straight in the database, as the API would have stored them. */
export const testAccounts = ({ db: { panel }, config }: AppDeps) => {
  const codec = new CookieCodec(deriveKey(loadSecret(config.layout.panel.secret), 'session'))

  const make = async (role: Role, permissions: readonly Permission[] = []): Promise<Account> => {
    count += 1
    const username = `${role}-${count}`
    const inserted = await panel
      .insertInto('accounts')
      .values({
        username,
        username_key: username,
        email: `${username}@test.example`,
        password: hash,
        role,
        permissions: JSON.stringify(permissions),
        created_at: iso(Date.now()),
        last_login_at: null,
      })
      .executeTakeFirstOrThrow()
    return { id: insertedId(inserted), username }
  }

  /** @param freshFor milliseconds; negative makes a stale session */
  const cookieOf = async (accountId: number, freshFor = HOUR): Promise<string> => {
    const now = Date.now()
    const { value, id } = codec.issue(now, now + 8 * HOUR)
    await panel
      .insertInto('sessions')
      .values({
        id,
        account_id: accountId,
        created_at: iso(now),
        expires_at: iso(now + 8 * HOUR),
        fresh_until: iso(now + freshFor),
        address: null,
      })
      .execute()
    return `mc-session=${value}`
  }

  return {
    make,
    cookieOf,

    signedIn: async (role: Role, permissions: readonly Permission[] = []) => {
      const account = await make(role, permissions)
      return { account, cookie: await cookieOf(account.id) }
    },

    /** A token's Authorization header. */
    tokenOf: async (
      accountId: number,
      scopes: Scopes,
      expires: string | null = null,
    ): Promise<string> => {
      const secret = randomBytes(32).toString('base64url')
      const inserted = await panel
        .insertInto('tokens')
        .values({
          account_id: accountId,
          name: 'test',
          secret_hash: '',
          scopes: JSON.stringify(scopes),
          expires_at: expires,
          last_used_at: null,
          created_at: iso(Date.now()),
        })
        .executeTakeFirstOrThrow()
      const token = `mc_${insertedId(inserted)}_${secret}`
      await panel
        .updateTable('tokens')
        .set({ secret_hash: hashToken(token) })
        .where('id', '=', insertedId(inserted))
        .execute()
      return `Bearer ${token}`
    },
  }
}

export type Accounts = ReturnType<typeof testAccounts>
