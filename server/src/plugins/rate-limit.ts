import rateLimit, { type FastifyRateLimitStoreCtor } from '@fastify/rate-limit'
import type { Endpoint } from '@mc/shared/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../http/app-error.ts'
import { networkOf } from '../lib/addresses.ts'
import { SlidingWindow } from '../lib/sliding-window.ts'
import type { Identify } from './session.ts'

const WINDOW = 60_000
const MAX_KEYS = 20_000
/** A token's calls a minute over all endpoints. */
const TOKEN = { read: 600, write: 120 } as const
const UNKNOWN_ADDRESS_LIMIT = 120

/** The limiter's memory behind @fastify/rate-limit, whose own windows are fixed and let twice the limit pass at an edge. */
const storeOn = (windows: SlidingWindow): FastifyRateLimitStoreCtor =>
  class Store {
    incr(
      key: string,
      callback: (error: Error | null, result?: { current: number; ttl: number }) => void,
      _window?: number,
      max = 0,
    ) {
      callback(null, windows.hit(key, WINDOW, max))
    }
    child() {
      return this
    }
  }

const isReading = (method: string): boolean => method === 'GET' || method === 'HEAD'

/**
 * Limits by address and endpoint; a valid token has a window of its own. Authentication by token has to come first
 * for that, so calls with unknown tokens are counted by address before the database is asked about them.
 * @returns the limiter for addresses that no route takes
 */
export const limits = async (
  app: FastifyInstance,
  identify: Identify,
): Promise<(request: FastifyRequest, reply: FastifyReply) => Promise<unknown>> => {
  const windows = new SlidingWindow(MAX_KEYS)
  const nameOf = (request: FastifyRequest): string => networkOf(request.caller.address ?? '')
  const keyFor = async (endpointKey: string, max: number, request: FastifyRequest) => {
    const address = nameOf(request)
    if (request.headers.authorization === undefined) return `${endpointKey} ${address}`
    const unknown = `${endpointKey} ? ${address}`
    const known = windows.peek(unknown, WINDOW) < max && (await identify.token(request))
    return known ? `token ${known.id} ${isReading(request.method) ? 'read' : 'write'}` : unknown
  }
  const routeLimit = (key: string, max: number) => ({
    keyGenerator: (request: FastifyRequest) =>
      request.headers.authorization === undefined
        ? `${key} ${nameOf(request)}`
        : keyFor(key, max, request),
    max: (request: FastifyRequest, used: string) =>
      used.startsWith('token ') ? TOKEN[isReading(request.method) ? 'read' : 'write'] : max,
    timeWindow: WINDOW,
  })
  app.addHook('onRoute', (route) => {
    const endpoint: Endpoint | undefined = route.config?.endpoint
    if (!endpoint || !route.config) return
    route.config.rateLimit = routeLimit(route.config.key ?? route.url, endpoint.limit)
  })
  await app.register(rateLimit, {
    global: false,
    enableDraftSpec: true,
    store: storeOn(windows),
    errorResponseBuilder: (_request, { ttl }) =>
      new AppError(
        'rate_limited',
        `Too many requests; try again in ${Math.ceil(ttl / 1000)} seconds.`,
        { retryAfter: Math.max(1, Math.ceil(ttl / 1000)) },
      ),
  })
  const unknown = app.rateLimit(routeLimit('unknown address', UNKNOWN_ADDRESS_LIMIT))
  return async (request, reply) => unknown.call(app, request, reply)
}
