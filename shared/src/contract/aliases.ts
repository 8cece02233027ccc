import { type Static, Type } from 'typebox'
import { ADDRESS } from '../rules.ts'
import {
  all,
  BulkBody,
  BulkReply,
  Id,
  IdParams,
  listQuery,
  Message,
  pageOf,
  Timestamp,
} from './common.ts'
import { defineEndpoints, read, write } from './define.ts'

export const Alias = Type.Object({
  id: Id,
  source: Type.String({
    description:
      'An address of the domain, or `@domain` for the catch-all. With `!` in it only users of this server reach it: from outside Postfix refuses such addresses as a way to somewhere else.',
  }),
  destination: Type.String(),
  domain_id: Id,
  active: Type.Boolean(),
  created_at: Timestamp,
  updated_at: Timestamp,
  domain_name: Type.String(),
})
export type Alias = Static<typeof Alias>

const AliasWithWarnings = Type.Object({
  ...Alias.properties,
  warnings: Type.Optional(Type.Array(Type.Literal('destination_unknown'))),
})
const Address = Type.String({ minLength: 2, maxLength: ADDRESS.total })
const Changes = {
  source: Type.Optional(Address),
  destination: Type.Optional(Address),
  active: Type.Optional(Type.Boolean()),
}
const AliasQuery = listQuery(['id', 'source', 'destination', 'domain_name', 'created_at'], {
  ...all,
  domain: Type.Optional(Type.String({ maxLength: ADDRESS.total })),
  destination: Type.Optional(Type.String({ maxLength: ADDRESS.total })),
  active: Type.Optional(Type.Boolean()),
})
const writeErrors = ['alias_exists', 'address_is_mailbox', 'alias_loop', 'alias_too_wide'] as const

const patch = {
  summary: 'Change source, destination or active state of an alias',
  access: write('aliases'),
  limit: 30,
  tier: 'community',
  replies: { 200: AliasWithWarnings },
  errors: [...writeErrors, 'alias_not_found', 'etag_mismatch'],
  audit: 'alias.update',
} as const
const remove = {
  summary: 'Delete an alias',
  access: write('aliases'),
  limit: 30,
  tier: 'community',
  replies: { 200: Message },
  errors: ['alias_not_found', 'etag_mismatch'],
  audit: 'alias.delete',
} as const

export const aliasEndpoints = defineEndpoints({
  'GET /aliases': {
    summary: 'List aliases',
    access: read('aliases'),
    limit: 120,
    tier: 'community',
    query: AliasQuery,
    replies: { 200: pageOf(Alias) },
    streams: { media: 'application/json', schema: Type.Array(Alias) },
    errors: [],
  },
  'GET /aliases/{id}': {
    summary: 'One alias; the reply carries an ETag',
    access: read('aliases'),
    limit: 120,
    tier: 'community',
    params: IdParams,
    replies: { 200: Alias },
    errors: ['alias_not_found'],
  },
  'POST /aliases': {
    summary: 'Create an alias',
    access: write('aliases'),
    limit: 30,
    tier: 'community',
    body: Type.Object(
      {
        source: Address,
        destination: Address,
        domain_id: Id,
        active: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: false },
    ),
    replies: { 201: AliasWithWarnings },
    errors: [...writeErrors, 'domain_not_found', 'request_running', 'idempotency_mismatch'],
    idempotent: true,
    audit: 'alias.create',
  },
  'PATCH /aliases': {
    ...patch,
    body: Type.Object({ id: Id, ...Changes }, { additionalProperties: false, minProperties: 2 }),
  },
  'PATCH /aliases/{id}': {
    ...patch,
    params: IdParams,
    body: Type.Object(Changes, { additionalProperties: false, minProperties: 1 }),
  },
  'DELETE /aliases': {
    ...remove,
    query: Type.Object({ id: Id }, { additionalProperties: false }),
  },
  'DELETE /aliases/{id}': {
    ...remove,
    params: IdParams,
  },
  'POST /aliases/bulk': {
    summary: 'Activate, deactivate or delete many aliases in one transaction',
    access: write('aliases'),
    limit: 30,
    tier: 'community',
    body: BulkBody,
    replies: { 200: BulkReply },
    errors: ['request_running', 'idempotency_mismatch'],
    idempotent: true,
    audit: 'alias.bulk',
  },
})
