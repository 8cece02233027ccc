import type { Account, BodyOf, QueryOf } from '@mc/shared/contract'
import type { Transaction } from 'kysely'
import { isDuplicate } from '../../db/errors.ts'
import { lockAdmins } from '../../db/locks.ts'
import type { PanelSchema } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { AppError, invalid } from '../../http/app-error.ts'
import type { Caller } from '../../http/caller.ts'
import { parseDestination } from '../../lib/mail-addresses.ts'
import { passwordFault } from '../../lib/password.ts'
import { markDone } from '../../plugins/audit.ts'
import { deleteSessionsOf } from '../../plugins/session-store.ts'
import {
  deleteAccount,
  findAccount,
  insertAccount,
  pageOfAccounts,
  updateAccount,
} from './store.ts'

type Changes = BodyOf<'PATCH /accounts/{id}'>

const notFound = (): AppError => new AppError('account_not_found', 'There is no such account.')

const emailOf = (given: string): string => {
  const email = parseDestination(given)
  if (!email.ok) throw invalid('email', email.why)
  return email.value.address
}

const checkPassword = (password: string, names: readonly string[]): void => {
  const fault = passwordFault(password, names)
  if (fault) throw invalid('password', fault)
}

/** What the audit log may show of an account. */
const shown = ({
  username,
  email,
  role,
  permissions,
}: Omit<Account, 'id' | 'created_at' | 'last_login_at'>) => ({
  username,
  email,
  role,
  permissions,
})

export const accountsService = ({ db, audit, passwords, sessions }: Deps) => {
  const { panel } = db

  const existing = async (id: number): Promise<Account> => {
    const account = await findAccount(panel, id)
    if (!account) throw notFound()
    return account
  }

  /** @throws AppError last_admin when nobody else could look after the panel */
  const keepAnAdmin = async (trx: Transaction<PanelSchema>, id: number): Promise<void> => {
    const admins = await lockAdmins(trx, db.kind)
    if (admins.some((admin) => admin !== id)) return
    throw new AppError('last_admin', 'This is the last admin; make another one first.')
  }

  const refuseOwnRole = (caller: Caller, account: Account, changes: Changes): void => {
    const own = caller.actor?.kind === 'account' && caller.actor.user.id === account.id
    const role = changes.role !== undefined && changes.role !== account.role
    if (own && role) {
      throw new AppError('own_role', 'Nobody changes his own role; another admin can do it.')
    }
  }

  const store = async (
    { id, role: present }: Account,
    { email, role, permissions }: Changes,
    hash: string | undefined,
    auditId: number,
  ) => {
    const loses = present === 'admin' && role !== undefined && role !== 'admin'
    await panel.transaction().execute(async (trx) => {
      if (loses) await keepAnAdmin(trx, id)
      await updateAccount(trx, id, {
        ...(email === undefined ? {} : { email }),
        ...(role === undefined ? {} : { role }),
        ...(permissions === undefined ? {} : { permissions: JSON.stringify(permissions) }),
        ...(hash === undefined ? {} : { password: hash }),
      })
      if (role !== undefined || permissions !== undefined || hash !== undefined) {
        await deleteSessionsOf(trx, id)
      }
      await markDone(trx, auditId)
    })
    sessions.forget(id)
  }

  return {
    list: (query: QueryOf<'GET /accounts'>) => pageOfAccounts(panel, query),

    create: async (caller: Caller, given: BodyOf<'POST /accounts'>): Promise<Account> => {
      const email = emailOf(given.email)
      checkPassword(given.password, [given.username, email])
      const password = await passwords.hash(given.password)
      const { username, role, permissions = [] } = given
      const account = { username, email, role, permissions, created_at: new Date().toISOString() }
      const deed = { action: 'account.create', target: username, after: shown(account) }
      const id = await audit.record(caller, deed, (auditId) =>
        panel
          .transaction()
          .execute(async (trx) => {
            const made = await insertAccount(trx, { ...account, password })
            await markDone(trx, auditId)
            return made
          })
          .catch((error: unknown) => {
            if (!isDuplicate(error)) throw error
            throw new AppError('account_exists', `There is an account named ${username} already.`)
          }),
      )
      return { id, ...account, last_login_at: null }
    },

    /** Ends the account's sessions when its rights or its password change. */
    update: async (caller: Caller, id: number, given: Changes): Promise<Account> => {
      const account = await existing(id)
      const changes = given.email === undefined ? given : { ...given, email: emailOf(given.email) }
      if (changes.password !== undefined) {
        checkPassword(changes.password, [account.username, changes.email ?? account.email])
      }
      refuseOwnRole(caller, account, changes)
      const { password, ...plain } = changes
      const after = password === undefined ? plain : { ...plain, password: 'changed' }
      const deed = {
        action: 'account.update',
        target: account.username,
        before: shown(account),
        after,
      }
      const hash = password === undefined ? undefined : await passwords.hash(password)
      await audit.record(caller, deed, (auditId) => store(account, changes, hash, auditId))
      return existing(id)
    },

    /** Its sessions and tokens go with it. */
    remove: async (caller: Caller, id: number): Promise<void> => {
      const account = await existing(id)
      const deed = { action: 'account.delete', target: account.username, before: shown(account) }
      await audit.record(caller, deed, (auditId) =>
        panel.transaction().execute(async (trx) => {
          if (account.role === 'admin') await keepAnAdmin(trx, id)
          await deleteAccount(trx, id)
          await markDone(trx, auditId)
        }),
      )
      sessions.forget(id)
    },
  }
}
