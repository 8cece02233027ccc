import type { SessionUser } from '@mc/shared/contract'
import { SESSION } from '@mc/shared/rules'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import type { PanelSchema } from '../db/schema.ts'
import type { AccountActor, TokenActor } from '../http/caller.ts'
import { isSecure, type Reach } from '../http/origin.ts'
import { Cache } from '../lib/cache.ts'
import { COOKIE, CookieCodec } from '../lib/session-cookie.ts'
import {
  deleteExpiredSessions,
  deleteSession,
  findSession,
  freshSeconds,
  insertSession,
  replaceSession,
  toSessionUser,
} from './session-store.ts'
import { TokenReader } from './token-reader.ts'

/** Who a request claims to be, checked. Undefined means not authenticated. */
export interface Identify {
  session(request: FastifyRequest): AccountActor | undefined | Promise<AccountActor | undefined>
  token(request: FastifyRequest): TokenActor | undefined | Promise<TokenActor | undefined>
}

export interface SessionTimes {
  readonly fresh_until: string
  readonly expires_at: string
}

interface Entry {
  readonly id: string
  readonly user: SessionUser
  readonly expires: number
  readonly freshUntil: number
  actor: AccountActor
}

const iso = (time: number): string => new Date(time).toISOString()

/** Sessions by cookie and scripts by token, with a short memory so that most requests ask no database. */
export class Sessions implements Identify {
  private readonly db: Kysely<PanelSchema>
  private readonly reach: Reach
  private readonly codec: CookieCodec
  private readonly cache = new Cache<Entry>()
  private readonly tokens: TokenReader

  constructor(db: Kysely<PanelSchema>, key: Buffer, reach: Reach) {
    this.db = db
    this.reach = reach
    this.codec = new CookieCodec(key)
    this.tokens = new TokenReader(db)
  }

  session(request: FastifyRequest): AccountActor | undefined | Promise<AccountActor | undefined> {
    const value = request.cookies[COOKIE]
    if (value === undefined) return undefined
    const entry = this.cache.get(value)
    return entry ? this.actorOf(entry) : this.load(value)
  }

  token(request: FastifyRequest): TokenActor | undefined | Promise<TokenActor | undefined> {
    return this.tokens.read(request.raw.headers.authorization ?? '')
  }

  /** Starts a session and gives its cookie to the browser. */
  async open(request: FastifyRequest, reply: FastifyReply, accountId: number): Promise<void> {
    const now = Date.now()
    const expires = now + SESSION.absolute * 1000
    const { value, id } = this.codec.issue(now, expires)
    await deleteExpiredSessions(this.db, iso(now))
    await insertSession(this.db, {
      id,
      account_id: accountId,
      created_at: iso(now),
      expires_at: iso(expires),
      fresh_until: await this.freshFrom(now),
      address: request.caller.address,
    })
    this.give(request, reply, value, SESSION.absolute)
  }

  /**
   * Makes a session fresh under a new cookie value; its end does not move.
   * @returns undefined when it has ended meanwhile
   */
  async renew(
    request: FastifyRequest,
    reply: FastifyReply,
    actor: AccountActor,
  ): Promise<SessionTimes | undefined> {
    const now = Date.now()
    const row = await findSession(this.db, actor.session)
    if (!row) return undefined
    const expires = Date.parse(row.expires_at)
    const { value, id } = this.codec.issue(now, expires)
    const freshUntil = await this.freshFrom(now)
    const replaced = await replaceSession(this.db, actor.session, id, freshUntil)
    this.cache.drop((entry) => entry.id === actor.session)
    if (!replaced) return undefined
    this.give(request, reply, value, Math.floor((expires - now) / 1000))
    return { fresh_until: freshUntil, expires_at: row.expires_at }
  }

  async end(request: FastifyRequest, reply: FastifyReply, actor: AccountActor): Promise<void> {
    await deleteSession(this.db, actor.session)
    this.cache.drop((entry) => entry.id === actor.session)
    this.give(request, reply, '', 0)
  }

  /** To be called after an account, its rights, its tokens or its sessions were changed in the database. */
  forget(accountId: number): void {
    this.cache.drop((entry) => entry.user.id === accountId)
    this.tokens.forget(accountId)
  }

  /** When the session of an actor that `session` gave goes stale and ends. */
  times(actor: AccountActor): SessionTimes {
    return timesOf.get(actor) ?? { fresh_until: iso(0), expires_at: iso(0) }
  }

  private async load(value: string): Promise<AccountActor | undefined> {
    const id = this.codec.read(value, Date.now())
    if (id === undefined) return undefined
    const entry = await this.cache.load(value, () => this.find(id))
    return entry && this.actorOf(entry)
  }

  private async find(id: string): Promise<Entry | undefined> {
    const row = await findSession(this.db, id)
    if (!row) return undefined
    const user = toSessionUser(row.account_id, row)
    const freshUntil = Date.parse(row.fresh_until)
    const actor = makeActor(user, id, freshUntil > Date.now())
    timesOf.set(actor, row)
    return { id, user, expires: Date.parse(row.expires_at), freshUntil, actor }
  }

  private actorOf(entry: Entry): AccountActor | undefined {
    const now = Date.now()
    if (entry.expires <= now) return undefined
    if (entry.actor.fresh && entry.freshUntil <= now) {
      const stale = makeActor(entry.user, entry.id, false)
      timesOf.set(stale, this.times(entry.actor))
      entry.actor = stale
    }
    return entry.actor
  }

  private async freshFrom(now: number): Promise<string> {
    return iso(now + (await freshSeconds(this.db)) * 1000)
  }

  private give(request: FastifyRequest, reply: FastifyReply, value: string, age: number): void {
    reply.setCookie(COOKIE, value, {
      maxAge: age,
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: isSecure(request.raw, this.reach),
    })
  }
}

/** Beside the actor, not in it: features see who acts, only `/auth/me` tells the times. */
const timesOf = new WeakMap<AccountActor, SessionTimes>()

const makeActor = (user: SessionUser, session: string, fresh: boolean): AccountActor =>
  Object.freeze({ kind: 'account', user, session, fresh })
