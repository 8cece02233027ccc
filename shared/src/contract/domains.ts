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

export const Domain = Type.Object({
  id: Id,
  /** A-label form, lower case (RFC 5891). */
  name: Type.String(),
  /** What people read: `münchen.example`. */
  name_unicode: Type.String(),
  active: Type.Boolean(),
  users: Type.Integer({ description: 'Mailboxes in this domain' }),
  aliases: Type.Integer({ description: 'Aliases in this domain' }),
  created_at: Timestamp,
  updated_at: Timestamp,
})
export type Domain = Static<typeof Domain>

const domainSort = ['id', 'name', 'created_at'] as const
const DomainQuery = listQuery(domainSort, {
  ...all,
  active: Type.Optional(Type.Boolean()),
})
const DomainName = Type.String({ minLength: 1, maxLength: ADDRESS.total })
const Changes = { active: Type.Boolean() }
const DeleteQuery = {
  force: Type.Optional(Type.Boolean({ description: 'Delete its mailboxes and aliases too' })),
}

const patch = {
  summary: 'Activate or deactivate a domain',
  access: write('domains'),
  limit: 30,
  tier: 'community',
  replies: { 200: Domain },
  errors: ['domain_not_found', 'etag_mismatch'],
  audit: 'domain.update',
} as const
const remove = {
  summary: 'Delete a domain; with mailboxes or aliases only with force=true',
  access: write('domains'),
  limit: 30,
  tier: 'community',
  replies: { 200: Message },
  errors: ['domain_not_found', 'domain_in_use', 'etag_mismatch'],
  audit: 'domain.delete',
} as const

export const domainEndpoints = defineEndpoints({
  'GET /domains': {
    summary: 'List domains',
    access: read('domains'),
    limit: 120,
    tier: 'community',
    query: DomainQuery,
    replies: { 200: pageOf(Domain) },
    streams: { media: 'application/json', schema: Type.Array(Domain) },
    errors: [],
  },
  'GET /domains/{id}': {
    summary: 'One domain; the reply carries an ETag',
    access: read('domains'),
    limit: 120,
    tier: 'community',
    params: IdParams,
    replies: { 200: Domain },
    errors: ['domain_not_found'],
  },
  'POST /domains': {
    summary: 'Create a domain',
    access: write('domains'),
    limit: 30,
    tier: 'community',
    body: Type.Object({ name: DomainName }, { additionalProperties: false }),
    replies: { 201: Domain },
    errors: ['domain_exists', 'request_running', 'idempotency_mismatch'],
    idempotent: true,
    audit: 'domain.create',
  },
  'PATCH /domains': {
    ...patch,
    body: Type.Object({ id: Id, ...Changes }, { additionalProperties: false }),
  },
  'PATCH /domains/{id}': {
    ...patch,
    params: IdParams,
    body: Type.Object(Changes, { additionalProperties: false }),
  },
  'DELETE /domains': {
    ...remove,
    query: Type.Object({ id: Id, ...DeleteQuery }, { additionalProperties: false }),
  },
  'DELETE /domains/{id}': {
    ...remove,
    params: IdParams,
    query: Type.Object(DeleteQuery, { additionalProperties: false }),
  },
  'POST /domains/bulk': {
    summary: 'Activate, deactivate or delete many domains in one transaction',
    access: write('domains'),
    limit: 30,
    tier: 'community',
    body: BulkBody,
    replies: { 200: BulkReply },
    errors: ['request_running', 'idempotency_mismatch'],
    idempotent: true,
    audit: 'domain.bulk',
  },
})
