import { randomBytes } from 'node:crypto'
import type { BodyOf, QueryOf, ReplyOf, Token } from '@mc/shared/contract'
import type { Deps } from '../../deps.ts'
import { AppError, invalid } from '../../http/app-error.ts'
import type { AccountActor, Caller } from '../../http/caller.ts'
import { markDone } from '../../plugins/audit.ts'
import { hashToken } from '../../plugins/token-reader.ts'
import {
  deleteToken,
  findToken,
  insertToken,
  type OwnedToken,
  pageOfTokens,
  updateToken,
} from './store.ts'

type Changes = BodyOf<'PATCH /tokens/{id}'>

const notFound = (): AppError => new AppError('token_not_found', 'There is no such token.')

const checkExpiry = (expires: string | null | undefined): void => {
  if (typeof expires === 'string' && !(Date.parse(expires) > Date.now())) {
    throw invalid('expires_at', 'must lie in the future')
  }
}

/** One form for all times that we store: UTC with milliseconds. */
const normal = (expires: string | null): string | null =>
  expires === null ? null : new Date(expires).toISOString()

const isAdmin = (actor: AccountActor): boolean => actor.user.role === 'admin'

/** What the audit log may show of a token. */
const shown = ({ name, scopes, expires_at }: Pick<Token, 'name' | 'scopes' | 'expires_at'>) => ({
  name,
  scopes,
  expires_at,
})

export const tokensService = ({ db: { panel }, audit, sessions }: Deps) => {
  /** A token that this account may manage; those of others do not exist for it. */
  const existing = async (actor: AccountActor, id: number): Promise<OwnedToken> => {
    const token = await findToken(panel, id)
    if (!token || (token.account_id !== actor.user.id && !isAdmin(actor))) throw notFound()
    return token
  }

  return {
    list: (actor: AccountActor, query: QueryOf<'GET /tokens'>) =>
      pageOfTokens(panel, query, isAdmin(actor) ? undefined : actor.user.id),

    /** The reply is the only place that ever shows the secret. */
    create: async (
      caller: Caller,
      actor: AccountActor,
      given: BodyOf<'POST /tokens'>,
    ): Promise<ReplyOf<'POST /tokens'>> => {
      checkExpiry(given.expires_at)
      const token = {
        name: given.name,
        scopes: given.scopes,
        expires_at: normal(given.expires_at ?? null),
        created_at: new Date().toISOString(),
      }
      const deed = { action: 'token.create', target: token.name, after: shown(token) }
      const secret = randomBytes(32).toString('base64url')
      const id = await audit.record(caller, deed, (auditId) =>
        panel.transaction().execute(async (trx) => {
          const made = await insertToken(trx, { ...token, account_id: actor.user.id })
          await updateToken(trx, made, { secret_hash: hashToken(`mc_${made}_${secret}`) })
          await markDone(trx, auditId)
          return made
        }),
      )
      const owner = actor.user.username
      return { id, ...token, owner, last_used_at: null, token: `mc_${id}_${secret}` }
    },

    update: async (caller: Caller, actor: AccountActor, id: number, changes: Changes) => {
      const token = await existing(actor, id)
      checkExpiry(changes.expires_at)
      const { name, scopes, expires_at } = changes
      const deed = {
        action: 'token.update',
        target: token.name,
        before: shown(token),
        after: changes,
      }
      await audit.record(caller, deed, (auditId) =>
        panel.transaction().execute(async (trx) => {
          await updateToken(trx, id, {
            ...(name === undefined ? {} : { name }),
            ...(scopes === undefined ? {} : { scopes: JSON.stringify(scopes) }),
            ...(expires_at === undefined ? {} : { expires_at: normal(expires_at) }),
          })
          await markDone(trx, auditId)
        }),
      )
      sessions.forget(token.account_id)
      return existing(actor, id)
    },

    remove: async (caller: Caller, actor: AccountActor, id: number): Promise<void> => {
      const token = await existing(actor, id)
      const deed = { action: 'token.delete', target: token.name, before: shown(token) }
      await audit.record(caller, deed, (auditId) =>
        panel.transaction().execute(async (trx) => {
          await deleteToken(trx, id)
          await markDone(trx, auditId)
        }),
      )
      sessions.forget(token.account_id)
    },
  }
}
