import type { Access, Mode, Resource, SessionUser } from '@mc/shared/contract'
import type { Actor } from '../http/caller.ts'

/** What everybody who may sign in can read. `logs` is the mail log; the audit log is for admins. */
const readByAll: ReadonlySet<Resource> = new Set([
  'domains',
  'users',
  'aliases',
  'dkim',
  'dns',
  'stats',
  'logs',
])

/** The same of the account alone, whatever token it uses. */
export const userCan = (user: SessionUser, resource: Resource, mode: Mode): boolean => {
  if (user.role === 'admin') return true
  if (mode === 'read' && readByAll.has(resource)) return true
  return user.role === 'editor' && user.permissions.some((permission) => permission === resource)
}

/**
 * The one place that says who may do what. A token may do what its scopes cover and its owner may do now.
 * @param _domainId for rights on single domains; every right covers all domains so far
 */
export const can = (actor: Actor, resource: Resource, mode: Mode, _domainId?: number): boolean => {
  if (actor.kind === 'cli') return true
  if (!userCan(actor.user, resource, mode)) return false
  if (actor.kind === 'account') return true
  const scope = actor.scopes[resource]
  return scope === 'write' || (scope === 'read' && mode === 'read')
}

/** The domains a list may show to an actor. */
export const domainsOf = (
  actor: Actor,
  resource: Resource,
  mode: Mode,
): 'all' | readonly number[] => (can(actor, resource, mode) ? 'all' : [])

/** Whether an actor passes the access rule of an endpoint. */
export const mayCall = (actor: Actor, access: Access): boolean => {
  switch (access.kind) {
    case 'public':
    case 'caller':
      return true
    case 'session':
      return actor.kind === 'account'
    case 'admin':
      return actor.kind === 'account' && actor.user.role === 'admin'
    case 'resource':
      return can(actor, access.resource, access.mode)
  }
}
