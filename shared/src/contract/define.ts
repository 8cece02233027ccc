import type { Static, TObject, TSchema } from 'typebox'
import type { ErrorCode } from './errors.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
/** `'POST /domains'`: paths without the `/api` prefix, parameters as `{id}`. */
export type EndpointKey = `${Method} /${string}`

/** What roles, permissions and token scopes speak of. */
export type Resource =
  | 'domains'
  | 'users'
  | 'aliases'
  | 'queue'
  | 'services'
  | 'dkim'
  | 'dns'
  | 'logs'
  | 'stats'
  | 'backup'
  | 'settings'
  | 'screening'
export type Mode = 'read' | 'write'

/**
 * Who may call.
 * - `public`: anybody (login, set-up, health).
 * - `session`: every signed-in account, by cookie only.
 * - `admin`: accounts with the role admin, by cookie only.
 * - `resource`: by role and permission, and by tokens whose scope covers it. `mail_log` rights of viewers are `logs`.
 * - `caller`: every signed-in account and every token; what each sees is decided row by row.
 */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'session' }
  | { readonly kind: 'admin' }
  | { readonly kind: 'caller' }
  | { readonly kind: 'resource'; readonly resource: Resource; readonly mode: Mode }

/** One endpoint: all that server, page, documentation and tests need to know of it. */
export interface Endpoint {
  readonly summary: string
  readonly access: Access
  /** Requests a minute from one address (sliding window). */
  readonly limit: number
  readonly tier: 'community' | 'pro' | 'business' | 'enterprise'
  /**
   * A mutation by cookie needs a fresh session unless this says `exempt`; a GET needs none unless it carries data
   * away and says `needed`.
   */
  readonly freshness?: 'exempt' | 'needed'
  readonly params?: TObject
  readonly query?: TObject
  readonly body?: TSchema
  /** Further media type the body may have (import takes text/csv); handed to the handler as text. */
  readonly bodyMedia?: 'text/csv'
  /** Bytes; 64 KiB when absent. */
  readonly bodyLimit?: number
  /** Success replies by status. */
  readonly replies: Readonly<Record<number, TSchema>>
  /** Media type of the 200 reply where it is not JSON. */
  readonly replyMedia?: 'text/html' | 'text/csv'
  /** A second shape of the 200 reply, sent as a stream (`?all=true`, CSV, events): documentation only. */
  readonly streams?: {
    readonly media: 'application/json' | 'text/csv' | 'text/event-stream'
    readonly schema: TSchema
  }
  /** Codes that this endpoint may answer beside the common ones (see `commonErrors`). */
  readonly errors: readonly ErrorCode[]
  /** Takes `Idempotency-Key`. */
  readonly idempotent?: true
  /** Name of the deed in the audit log; every mutation has one. */
  readonly audit?: string
}

/** Keeps the literal types of a table of endpoints while checking its shape. */
export const defineEndpoints = <const T extends Record<EndpointKey, Endpoint>>(table: T): T => table

export type Params<E extends Endpoint> = E['params'] extends TObject ? Static<E['params']> : unknown
export type Query<E extends Endpoint> = E['query'] extends TObject ? Static<E['query']> : unknown
export type Body<E extends Endpoint> = E['body'] extends TSchema ? Static<E['body']> : undefined
export type Reply<E extends Endpoint> = {
  [S in keyof E['replies']]: E['replies'][S] extends TSchema ? Static<E['replies'][S]> : never
}[keyof E['replies']]

/** Shorthands for the usual kinds of access. */
export const read = (resource: Resource): Access => ({ kind: 'resource', resource, mode: 'read' })
export const write = (resource: Resource): Access => ({ kind: 'resource', resource, mode: 'write' })
