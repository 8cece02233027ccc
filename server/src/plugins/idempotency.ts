import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import { isDuplicate } from '../db/errors.ts'
import type { PanelSchema } from '../db/schema.ts'
import { AppError, invalid } from '../http/app-error.ts'
import type { Actor } from '../http/caller.ts'

type Db = Kysely<PanelSchema>

const HOUR = 3600_000
const KEPT = 24 * HOUR
/** A request that began longer ago and has no answer died with its process. */
const ABANDONED = 10 * 60_000
const FORM = /^[\x21-\x7e]{1,255}$/
/** Headers of the first answer that a repeat needs. */
const keptHeaders = ['content-type', 'location', 'etag'] as const

const sha256 = (...parts: string[]): string =>
  createHash('sha256').update(parts.join('\0')).digest('hex')

const iso = (time: number): string => new Date(time).toISOString()

const principal = (actor: Actor | null): string => {
  if (actor?.kind === 'account') return `account ${actor.user.id}`
  return actor?.kind === 'token' ? `token ${actor.id}` : ''
}

const running = (): AppError =>
  new AppError('request_running', 'The first request with this Idempotency-Key is still running.', {
    details: { retry: true },
  })

const mismatch = (): AppError =>
  new AppError(
    'idempotency_mismatch',
    'This Idempotency-Key was used for another request. Nothing was done; use a new key.',
  )

/** Takes the key for this request, or gives the row of the request that has it. */
const claim = async (db: Db, id: string, bodyHash: string) => {
  const now = Date.now()
  await db
    .deleteFrom('idempotency')
    .where((eb) =>
      eb.or([
        eb('created_at', '<', iso(now - KEPT)),
        eb.and([eb('status', 'is', null), eb('created_at', '<', iso(now - ABANDONED))]),
      ]),
    )
    .execute()
  try {
    await db
      .insertInto('idempotency')
      .values({
        id,
        body_hash: bodyHash,
        status: null,
        reply: null,
        headers: null,
        created_at: iso(now),
      })
      .execute()
    return undefined
  } catch (error) {
    if (!isDuplicate(error)) throw error
  }
  const row = await db.selectFrom('idempotency').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw running()
  return row
}

/** Answers worth repeating: done, or refused for what the request says. The rest may end otherwise next time. */
const isFinal = (status: number): boolean =>
  status < 500 && status !== 401 && status !== 403 && status !== 429

const keep = async (db: Db, id: string, reply: FastifyReply, payload: string): Promise<void> => {
  const headers = Object.fromEntries(keptHeaders.map((name) => [name, reply.getHeader(name)]))
  await db
    .updateTable('idempotency')
    .set({ status: reply.statusCode, reply: payload, headers: JSON.stringify(headers) })
    .where('id', '=', id)
    .execute()
}

const release = (db: Db, id: string): Promise<unknown> =>
  db.deleteFrom('idempotency').where('id', '=', id).execute()

const repeat = (reply: FastifyReply, row: { status: number; reply: string; headers: string }) => {
  const headers: Record<string, string> = JSON.parse(row.headers)
  for (const [name, value] of Object.entries(headers)) reply.header(name, value)
  reply.header('idempotency-replayed', 'true').code(row.status)
  return reply.serializer((text) => String(text)).send(row.reply)
}

/**
 * `Idempotency-Key` on the endpoints that take it: a client that lost the answer asks again and gets the first one,
 * for 24 hours, per principal and endpoint; nothing is done twice.
 */
export const idempotency = (app: FastifyInstance, db: Db): void => {
  const claimed = new WeakMap<FastifyRequest, string>()
  app.addHook('preHandler', async (request, reply) => {
    const { endpoint, key: route } = request.routeOptions.config
    const given = request.headers['idempotency-key']
    if (!endpoint?.idempotent || given === undefined) return
    if (typeof given !== 'string' || !FORM.test(given)) {
      throw invalid('Idempotency-Key', 'must have 1 to 255 visible ASCII characters')
    }
    const id = sha256(principal(request.caller.actor), route ?? '', given)
    const bodyHash = sha256(JSON.stringify(request.body ?? null), JSON.stringify(request.query))
    const row = await claim(db, id, bodyHash)
    if (!row) {
      claimed.set(request, id)
      return
    }
    if (row.body_hash !== bodyHash) throw mismatch()
    const { status, reply: text, headers } = row
    if (status === null || text === null || headers === null) throw running()
    return repeat(reply, { status, reply: text, headers })
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const id = claimed.get(request)
    if (id === undefined) return
    const final = typeof payload === 'string' && isFinal(reply.statusCode)
    // The deed is done whatever becomes of this row; at worst a repeat is told that the first one still runs.
    await (final ? keep(db, id, reply, payload) : release(db, id)).catch((err: unknown) =>
      request.log.error(
        { err, request_id: request.id },
        'The answer for an Idempotency-Key was not kept',
      ),
    )
  })
}
