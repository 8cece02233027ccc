import { createHash, timingSafeEqual } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { PanelSchema } from '../db/schema.ts'
import type { TokenActor } from '../http/caller.ts'
import { Cache } from '../lib/cache.ts'
import { findToken, toSessionUser, touchToken } from './session-store.ts'

const FORM = /^Bearer (mc_(\d{1,15})_[\w-]{43})$/
/** `last_used_at` is exact to a minute; a write for every call would cost more than the call. */
const TOUCH_MS = 60_000

interface Entry {
  readonly account: number
  readonly expires: number
  readonly actor: TokenActor
}

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Tells whom an Authorization header speaks for. */
export class TokenReader {
  private readonly db: Kysely<PanelSchema>
  private readonly cache = new Cache<Entry>()
  private readonly touched = new Map<number, number>()

  constructor(db: Kysely<PanelSchema>) {
    this.db = db
  }

  read(header: string): TokenActor | undefined | Promise<TokenActor | undefined> {
    const entry = this.cache.get(header)
    if (!entry) return this.load(header)
    return entry.expires > Date.now() ? entry.actor : undefined
  }

  forget(accountId: number): void {
    this.cache.drop((entry) => entry.account === accountId)
  }

  private async load(header: string): Promise<TokenActor | undefined> {
    const match = FORM.exec(header)
    if (!match) return undefined
    const [, token = '', id = ''] = match
    const entry = await this.cache.load(header, () => this.find(Number(id), hashToken(token)))
    if (!entry || entry.expires <= Date.now()) return undefined
    await this.touch(entry.actor.id)
    return entry.actor
  }

  private async find(id: number, hash: string): Promise<Entry | undefined> {
    const row = await findToken(this.db, id)
    if (!row || !timingSafeEqual(Buffer.from(row.secret_hash), Buffer.from(hash))) return undefined
    return {
      account: row.account_id,
      expires: row.expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(row.expires_at),
      actor: Object.freeze({
        kind: 'token',
        id,
        name: row.name,
        scopes: row.scopes,
        user: toSessionUser(row.account_id, row),
      }),
    }
  }

  private async touch(id: number): Promise<void> {
    const now = Date.now()
    if (now - (this.touched.get(id) ?? 0) < TOUCH_MS) return
    this.touched.set(id, now)
    await touchToken(this.db, id, new Date(now).toISOString())
  }
}
