import { type Static, Type } from 'typebox'
import { Id, IdParams, listQuery, Message, oneOf, pageOf, Timestamp } from './common.ts'
import { type Access, defineEndpoints } from './define.ts'

const Scope = oneOf(['none', 'read', 'write'])
/** Write includes read; of logs and stats there is nothing to write. A resource not named is `none`. */
export const Scopes = Type.Object(
  {
    domains: Type.Optional(Scope),
    users: Type.Optional(Scope),
    aliases: Type.Optional(Scope),
    queue: Type.Optional(Scope),
    services: Type.Optional(Scope),
    dkim: Type.Optional(Scope),
    dns: Type.Optional(Scope),
    logs: Type.Optional(Scope),
    stats: Type.Optional(Scope),
    backup: Type.Optional(Scope),
    settings: Type.Optional(Scope),
    screening: Type.Optional(Scope),
  },
  { additionalProperties: false },
)
export type Scopes = Static<typeof Scopes>

/** A script's key. It acts with its scopes ∩ its owner's present rights and dies with the owner. */
export const Token = Type.Object({
  id: Id,
  name: Type.String(),
  scopes: Scopes,
  owner: Type.String(),
  expires_at: Type.Union([Timestamp, Type.Null()]),
  last_used_at: Type.Union([Timestamp, Type.Null()]),
  created_at: Timestamp,
})
export type Token = Static<typeof Token>

const session: Access = { kind: 'session' }
const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\u0000-\\u001f\\u007f]+$' })
const Expiry = Type.Union([Timestamp, Type.Null()])
const Changes = {
  name: Type.Optional(Name),
  scopes: Type.Optional(Scopes),
  expires_at: Type.Optional(Expiry),
}
const patch = {
  summary: 'Rename, re-scope or re-date a token',
  access: session,
  limit: 10,
  tier: 'community',
  replies: { 200: Token },
  errors: ['token_not_found'],
  audit: 'token.update',
} as const
const remove = {
  summary: 'Revoke a token',
  access: session,
  limit: 10,
  tier: 'community',
  replies: { 200: Message },
  errors: ['token_not_found'],
  audit: 'token.delete',
} as const

export const tokenEndpoints = defineEndpoints({
  'GET /tokens': {
    summary: 'List own tokens; admins see those of all accounts',
    access: session,
    limit: 120,
    tier: 'community',
    query: listQuery(['id', 'name', 'created_at', 'last_used_at', 'expires_at'], {}),
    replies: { 200: pageOf(Token) },
    errors: [],
  },
  'POST /tokens': {
    summary: 'Create a token; its secret is shown in this reply only',
    access: session,
    limit: 10,
    tier: 'community',
    body: Type.Object(
      { name: Name, scopes: Scopes, expires_at: Type.Optional(Expiry) },
      { additionalProperties: false },
    ),
    replies: { 201: Type.Object({ ...Token.properties, token: Type.String() }) },
    errors: [],
    audit: 'token.create',
  },
  'PATCH /tokens': {
    ...patch,
    body: Type.Object({ id: Id, ...Changes }, { additionalProperties: false, minProperties: 2 }),
  },
  'PATCH /tokens/{id}': {
    ...patch,
    params: IdParams,
    body: Type.Object(Changes, { additionalProperties: false, minProperties: 1 }),
  },
  'DELETE /tokens': {
    ...remove,
    query: Type.Object({ id: Id }, { additionalProperties: false }),
  },
  'DELETE /tokens/{id}': { ...remove, params: IdParams },
})
