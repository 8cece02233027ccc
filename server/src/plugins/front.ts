import type { FastifyInstance } from 'fastify'
import { AppError } from '../http/app-error.ts'
import { hostCheck, isSecure, type Reach } from '../http/origin.ts'
import { clientAddress } from '../lib/addresses.ts'

const common = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
}
/** Data: nothing in it may run, be framed or be kept. */
const apiHeaders = {
  ...common,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cache-control': 'no-store',
}
/** The page: everything from here, nothing inline. */
const pageHeaders = {
  ...common,
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
}

export const isApi = (url: string): boolean =>
  url.startsWith('/api') && (url.length === 4 || url[4] === '/' || url[4] === '?')

/** The first thing that happens to every request: who is it from, is it meant for us; and headers for every answer. */
export const front = (app: FastifyInstance, reach: Reach): void => {
  const hostIsOurs = hostCheck(reach)
  app.decorateRequest('caller')
  app.addHook('onRequest', (request, reply, done) => {
    const { raw } = request
    const forwarded = raw.headers['x-forwarded-for']
    request.caller = {
      actor: null,
      address: clientAddress(
        raw.socket.remoteAddress,
        Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
      ),
      requestId: request.id,
    }
    reply.headers(isApi(request.url) ? apiHeaders : pageHeaders)
    if (isSecure(raw, reach)) reply.header('strict-transport-security', 'max-age=31536000')
    if (hostIsOurs(raw)) return done()
    done(
      new AppError(
        'host_unknown',
        'The panel is not known under this host name. Set MC_PUBLIC_URL to the address that browsers use.',
      ),
    )
  })
}
