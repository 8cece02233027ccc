import type { Endpoint } from '@mc/shared/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../http/app-error.ts'
import type { Actor } from '../http/caller.ts'
import { mediaTypeFault } from '../http/media-type.ts'
import { originCheck, type Reach } from '../http/origin.ts'
import { mayCall, userCan } from '../lib/can.ts'
import type { Identify } from './session.ts'

const notAuthenticated = (request: FastifyRequest): AppError =>
  new AppError(
    'not_authenticated',
    request.headers.authorization === undefined
      ? 'Please sign in.'
      : 'The token is not valid: it is unknown, expired or was revoked.',
  )

const denied = (actor: Actor, endpoint: Endpoint): AppError => {
  const { access } = endpoint
  if (actor.kind === 'token' && (access.kind === 'session' || access.kind === 'admin')) {
    return new AppError('permission_denied', 'Tokens cannot be used here; sign in with a browser.')
  }
  if (access.kind !== 'resource') {
    return new AppError('permission_denied', 'Only admins may do this.')
  }
  const { resource, mode } = access
  const what = `the right to ${mode === 'read' ? 'see' : 'change'} ${resource}`
  return new AppError(
    'permission_denied',
    actor.kind === 'token' && userCan(actor.user, resource, mode)
      ? `This token was not given ${what}. Its scopes are changed under Tokens.`
      : `It needs ${what}. An admin can give it under Accounts.`,
  )
}

const stale = (): AppError =>
  new AppError('session_stale', 'Please enter your password again to go on.')

/**
 * Authentication, origin, permission, freshness, license tier and media type, in this order and before a byte of the
 * body is read: who may not do a thing learns nothing about its form.
 */
export const access = (app: FastifyInstance, identify: Identify, reach: Reach): void => {
  const originIsOurs = originCheck(reach)

  const check = (
    request: FastifyRequest,
    endpoint: Endpoint,
    mutates: boolean,
  ): AppError | undefined => {
    const { actor } = request.caller
    if (actor === null && endpoint.access.kind !== 'public') return notAuthenticated(request)
    if (mutates && !originIsOurs(request.raw)) {
      return new AppError(
        'origin_denied',
        'This request came from another web page and was refused.',
      )
    }
    if (actor !== null && !mayCall(actor, endpoint.access)) return denied(actor, endpoint)
    const needsFresh = mutates ? endpoint.freshness !== 'exempt' : endpoint.freshness === 'needed'
    if (needsFresh && actor?.kind === 'account' && !actor.fresh) {
      return stale()
    }
    return mediaTypeFault(request.raw, endpoint.bodyMedia)
  }

  app.addHook('preParsing', (request, _reply, payload, done) => {
    const { endpoint } = request.routeOptions.config
    if (!endpoint) return done(null, payload)
    const mutates = request.method !== 'GET' && request.method !== 'HEAD'
    const go = (actor: Actor | undefined) => {
      if (actor) request.caller = { ...request.caller, actor }
      done(check(request, endpoint, mutates) ?? null, payload)
    }
    if (endpoint.access.kind === 'public') return go(undefined)
    const actor =
      request.raw.headers.authorization === undefined
        ? identify.session(request)
        : identify.token(request)
    if (actor instanceof Promise) actor.then(go, done)
    else go(actor)
  })
}
