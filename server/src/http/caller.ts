import type { Endpoint, Key, Scopes, SessionUser } from '@mc/shared/contract'

/** Who acts, with the rights that hold for this request. */
export type Actor =
  | {
      readonly kind: 'account'
      readonly user: SessionUser
      /** SHA-256 of the session's random part: its row's key. */
      readonly session: string
      readonly fresh: boolean
    }
  | {
      readonly kind: 'token'
      readonly id: number
      readonly name: string
      readonly scopes: Scopes
      /** The owner's present rights bound what the token may do. */
      readonly user: SessionUser
    }
  | { readonly kind: 'cli' }

/** What services need to know of the request. */
export interface Caller {
  /** Null only on public endpoints. */
  readonly actor: Actor | null
  /** Client address as the limiter sees it; null for the command line. */
  readonly address: string | null
  readonly requestId: string | null
}

export type AccountActor = Extract<Actor, { kind: 'account' }>
export type TokenActor = Extract<Actor, { kind: 'token' }>

/** The signed-in account of an endpoint that only accounts reach. */
export const accountActor = ({ actor }: Caller): AccountActor => {
  if (actor?.kind !== 'account') throw new Error('An endpoint for accounts was reached without one')
  return actor
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller
  }
  interface FastifyContextConfig {
    endpoint?: Endpoint
    key?: Key
  }
}
