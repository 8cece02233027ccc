import type { BodyOf, SessionUser } from '@mc/shared/contract'
import { readSetupToken, removeSetupToken, sameSecret } from '../../config/secrets.ts'
import { isDuplicate } from '../../db/errors.ts'
import { insertedId } from '../../db/portable.ts'
import { rememberPostmaster } from '../../db/settings.ts'
import type { Deps } from '../../deps.ts'
import { AppError, invalid } from '../../http/app-error.ts'
import type { Caller } from '../../http/caller.ts'
import { parseDestination } from '../../lib/mail-addresses.ts'
import { passwordFault } from '../../lib/password.ts'
import { markDone } from '../../plugins/audit.ts'
import { hasAdmin, usernameKey } from './store.ts'

const MAX_WRONG_TRIES = 20
/** Row of the settings whose key can be inserted once: of two set-ups at a time one wins, on any database. */
const CLAIM = 'setup_done'

const done = (): AppError =>
  new AppError('setup_done', 'The first admin exists already; nothing was changed. Please sign in.')

/** Compares with the token in the state folder; a token that was guessed at too often dies. */
const tokenCheck = (file: string): ((given: string) => void) => {
  let guessed = { token: '', wrong: 0 }
  return (given) => {
    const token = readSetupToken(file)
    if (token !== undefined && sameSecret(token, given)) return
    if (token !== undefined) {
      guessed = { token, wrong: guessed.token === token ? guessed.wrong + 1 : 1 }
      if (guessed.wrong >= MAX_WRONG_TRIES) removeSetupToken(file)
    }
    throw new AppError(
      'setup_token_wrong',
      'The set-up token is wrong or has expired. A restart of the panel or "mc setup-link" makes a new one.',
    )
  }
}

export const setupService = ({ config, db, audit, passwords, machine, log }: Deps) => {
  const { panel } = db
  const checkToken = tokenCheck(config.layout.panel.setupToken)
  let finished = false

  const needed = async (): Promise<boolean> => {
    finished ||= await hasAdmin(panel)
    return !finished
  }

  const insertAdmin = (given: BodyOf<'POST /auth/setup'>, password: string, auditId: number) =>
    panel.transaction().execute(async (trx) => {
      const now = new Date().toISOString()
      await trx
        .insertInto('settings')
        .values({ name: CLAIM, value: 'true', updated_at: now })
        .execute()
      const inserted = await trx
        .insertInto('accounts')
        .values({
          username: given.username,
          username_key: usernameKey(given.username),
          email: given.email,
          password,
          role: 'admin',
          permissions: '[]',
          created_at: now,
          last_login_at: now,
        })
        .executeTakeFirstOrThrow()
      await markDone(trx, auditId)
      return insertedId(inserted)
    })

  const makeAdmin: typeof insertAdmin = async (given, password, auditId) => {
    const id = await insertAdmin(given, password, auditId).catch((error: unknown) => {
      throw isDuplicate(error) ? done() : error
    })
    // The admin exists whatever becomes of this; the settings page shows a postmaster address that is missing.
    await rememberPostmaster(db, given.email).catch((err: unknown) =>
      log.error({ err }, 'The postmaster address could not be set'),
    )
    return id
  }

  return {
    needed,

    /** Makes the first admin. */
    run: async (caller: Caller, given: BodyOf<'POST /auth/setup'>): Promise<SessionUser> => {
      if (!(await needed())) throw done()
      checkToken(given.setup_token)
      const email = parseDestination(given.email)
      if (!email.ok) throw invalid('email', email.why)
      const fault = passwordFault(given.password, [given.username, given.email])
      if (fault) throw invalid('password', fault)
      const hash = await passwords.hash(given.password)
      const address = email.value.address
      const deed = { action: 'auth.setup', target: given.username, after: { email: address } }
      const id = await audit.record(caller, deed, (auditId) =>
        makeAdmin({ ...given, email: address }, hash, auditId),
      )
      finished = true
      // The mail stack is told who its postmaster is; nobody waits for it to be reloaded.
      void machine.settings.changed()
      removeSetupToken(config.layout.panel.setupToken)
      return { id, username: given.username, email: address, role: 'admin', permissions: [] }
    },
  }
}
