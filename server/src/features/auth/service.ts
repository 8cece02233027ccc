import type { BodyOf, Me, SessionUser } from '@mc/shared/contract'
import { USERNAME } from '@mc/shared/rules'
import type { Deps } from '../../deps.ts'
import { AppError, invalid } from '../../http/app-error.ts'
import type { AccountActor, Caller } from '../../http/caller.ts'
import { networkOf } from '../../lib/addresses.ts'
import { OneByOne } from '../../lib/one-by-one.ts'
import { passwordFault } from '../../lib/password.ts'
import { verifyPassword } from '../../lib/scrypt.ts'
import { markDone } from '../../plugins/audit.ts'
import { license } from '../../plugins/license.ts'
import type { SessionTimes } from '../../plugins/session.ts'
import { deleteSessionsOf, toSessionUser } from '../../plugins/session-store.ts'
import { delays } from './delays.ts'
import { findAccount, setPassword, touchLogin, usernameKey } from './store.ts'

const FORM = new RegExp(USERNAME.pattern)

/** The name for rows and logs: what is typed into the wrong field may be a password. */
const shapedName = (username: string): string =>
  FORM.test(username) && username.length >= USERNAME.min ? username : ''

const wrong = (): AppError =>
  new AppError('wrong_credentials', 'The username or the password is wrong.')

const gone = (): AppError =>
  new AppError('not_authenticated', 'This session has ended. Please sign in.')

type Renew = () => Promise<SessionTimes | undefined>

export const authService = (deps: Deps) => {
  const { audit, passwords, sessions } = deps
  const db = deps.db.panel
  const delay = delays(db)
  const oneByOne = new OneByOne()

  /** The account whose password was given. Tries for one account wait for each other and see each other's failures. */
  const verify = (caller: Caller, username: string, password: string) => {
    const name = shapedName(username)
    const attempt = { key: usernameKey(name), network: networkOf(caller.address ?? '', 24) }
    const judge = async () => {
      await delay.check(attempt)
      const account = name === '' ? undefined : await findAccount(db, attempt.key)
      const right = await verifyPassword(password, account?.password)
      await (right ? delay.succeeded(attempt) : delay.failed(attempt))
      if (right && account) return account
      await audit.refused(caller, { action: 'auth.login_failed', target: name })
      throw wrong()
    }
    return passwords.turn(() => oneByOne.run(attempt.key, judge))
  }

  const me = (actor: AccountActor, fresh: boolean, times: SessionTimes): Me => ({
    user: actor.user,
    fresh,
    fresh_until: times.fresh_until,
    expires_at: times.expires_at,
    license: { tier: license.tier },
  })

  return {
    /** @param open starts the session */
    login: async (
      caller: Caller,
      given: BodyOf<'POST /auth/login'>,
      open: (accountId: number) => Promise<void>,
    ): Promise<SessionUser> => {
      const account = await verify(caller, given.username, given.password)
      const user = toSessionUser(account.id, account)
      const actor = { kind: 'account', user, session: '', fresh: true } as const
      const deed = { action: 'auth.login', target: user.username }
      await audit.record({ ...caller, actor }, deed, async () => {
        await touchLogin(db, user.id, new Date().toISOString())
        await open(user.id)
      })
      return user
    },

    logout: (caller: Caller, actor: AccountActor, end: () => Promise<void>): Promise<void> =>
      audit.record(caller, { action: 'auth.logout', target: actor.user.username }, end),

    me: (actor: AccountActor): Me => me(actor, actor.fresh, sessions.times(actor)),

    reauth: async (caller: Caller, actor: AccountActor, password: string, renew: Renew) => {
      await verify(caller, actor.user.username, password)
      const deed = { action: 'auth.reauth', target: actor.user.username }
      const times = await audit.record(caller, deed, renew)
      if (!times) throw gone()
      return me(actor, true, times)
    },

    /** Ends every other session; this one goes on under a new value. */
    changePassword: async (
      caller: Caller,
      actor: AccountActor,
      given: BodyOf<'PATCH /auth/me'>,
      renew: Renew,
    ): Promise<void> => {
      const { user, session } = actor
      await verify(caller, user.username, given.current_password)
      const fault = passwordFault(given.new_password, [user.username, user.email])
      if (fault) throw invalid('new_password', fault)
      const hash = await passwords.hash(given.new_password)
      await audit.record(caller, { action: 'auth.password', target: user.username }, async (id) => {
        await db.transaction().execute(async (trx) => {
          await setPassword(trx, user.id, hash)
          await deleteSessionsOf(trx, user.id, session)
          await markDone(trx, id)
        })
        sessions.forget(user.id)
        await renew()
      })
    },
  }
}
