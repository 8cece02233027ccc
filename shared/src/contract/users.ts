import { type Static, Type } from 'typebox'
import { ADDRESS, IMPORT_MAX_ROWS, PASSWORD, QUOTA } from '../rules.ts'
import {
  all,
  BulkBody,
  BulkReply,
  Id,
  IdParams,
  listQuery,
  Message,
  oneOf,
  pageOf,
  Timestamp,
} from './common.ts'
import { defineEndpoints, read, write } from './define.ts'

/** A mailbox, as the wire calls it a user. The password never leaves. */
export const User = Type.Object({
  id: Id,
  domain_id: Id,
  email: Type.String(),
  active: Type.Boolean(),
  /** 0 = the server's default. */
  quota_bytes: Type.Integer(),
  created_at: Timestamp,
  updated_at: Timestamp,
  domain_name: Type.String(),
})
export type User = Static<typeof User>

const Email = Type.String({ minLength: 3, maxLength: ADDRESS.total })
const Password = Type.String({ maxLength: PASSWORD.maxBytes })
const Quota = Type.Integer({ minimum: 0, maximum: QUOTA.max })
const Changes = {
  password: Type.Optional(Password),
  quota_bytes: Type.Optional(Quota),
  active: Type.Optional(Type.Boolean()),
}
const DeleteQuery = {
  force: Type.Optional(
    Type.Boolean({ description: 'Delete the aliases that name it as destination too' }),
  ),
}
const UserQuery = listQuery(['id', 'email', 'domain_name', 'created_at'], {
  ...all,
  domain: Type.Optional(Type.String({ maxLength: ADDRESS.total })),
  active: Type.Optional(Type.Boolean()),
})

const Server = Type.Object({
  host: Type.String(),
  port: Type.Integer(),
  security: oneOf(['tls', 'starttls']),
})
/** What to enter in a mail client (RFC 8314: implicit TLS first). */
export const ClientSettings = Type.Object({
  username: Type.String(),
  imap: Type.Array(Server),
  pop3: Type.Array(Server),
  smtp: Type.Array(Server),
})
export type ClientSettings = Static<typeof ClientSettings>

export const ImportReport = Type.Object({
  total: Type.Integer(),
  valid: Type.Integer(),
  invalid: Type.Integer(),
  created: Type.Integer(),
  rows: Type.Array(
    Type.Object({
      line: Type.Integer(),
      email: Type.String(),
      status: oneOf(['create', 'created', 'exists', 'invalid']),
      error: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
})
export type ImportReport = Static<typeof ImportReport>

const patch = {
  summary: 'Change password, quota or active state of a mailbox',
  access: write('users'),
  limit: 30,
  tier: 'community',
  replies: { 200: User },
  errors: ['user_not_found', 'etag_mismatch'],
  audit: 'user.update',
} as const
const remove = {
  summary: 'Delete a mailbox; its mail moves to the trash',
  access: write('users'),
  limit: 30,
  tier: 'community',
  replies: { 200: Message },
  errors: ['user_not_found', 'mailbox_is_destination', 'etag_mismatch'],
  audit: 'user.delete',
} as const

export const userEndpoints = defineEndpoints({
  'GET /users': {
    summary: 'List mailboxes',
    access: read('users'),
    limit: 120,
    tier: 'community',
    query: UserQuery,
    replies: { 200: pageOf(User) },
    streams: { media: 'application/json', schema: Type.Array(User) },
    errors: [],
  },
  'GET /users/{id}': {
    summary: 'One mailbox; the reply carries an ETag',
    access: read('users'),
    limit: 120,
    tier: 'community',
    params: IdParams,
    replies: { 200: User },
    errors: ['user_not_found'],
  },
  'GET /users/{id}/client': {
    summary: 'Hosts, ports and login name for a mail client',
    access: read('users'),
    limit: 120,
    tier: 'community',
    params: IdParams,
    replies: { 200: ClientSettings },
    errors: ['user_not_found'],
  },
  'POST /users': {
    summary: 'Create a mailbox',
    access: write('users'),
    limit: 30,
    tier: 'community',
    body: Type.Object(
      {
        email: Email,
        password: Password,
        domain_id: Id,
        quota_bytes: Type.Optional(Quota),
        active: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: false },
    ),
    replies: { 201: User },
    errors: [
      'domain_not_found',
      'user_exists',
      'address_is_alias',
      'request_running',
      'idempotency_mismatch',
    ],
    idempotent: true,
    audit: 'user.create',
  },
  'PATCH /users': {
    ...patch,
    body: Type.Object({ id: Id, ...Changes }, { additionalProperties: false, minProperties: 2 }),
  },
  'PATCH /users/{id}': {
    ...patch,
    params: IdParams,
    body: Type.Object(Changes, { additionalProperties: false, minProperties: 1 }),
  },
  'DELETE /users': {
    ...remove,
    query: Type.Object({ id: Id, ...DeleteQuery }, { additionalProperties: false }),
  },
  'DELETE /users/{id}': {
    ...remove,
    params: IdParams,
    query: Type.Object(DeleteQuery, { additionalProperties: false }),
  },
  'POST /users/bulk': {
    summary: 'Activate, deactivate or delete many mailboxes in one transaction',
    access: write('users'),
    limit: 30,
    tier: 'community',
    body: BulkBody,
    replies: { 200: BulkReply },
    errors: ['request_running', 'idempotency_mismatch'],
    idempotent: true,
    audit: 'user.bulk',
  },
  'POST /users/import': {
    summary: `Create up to ${IMPORT_MAX_ROWS} mailboxes from CSV (email,password,quota_bytes,active): all or nothing`,
    access: write('users'),
    limit: 30,
    tier: 'community',
    query: Type.Object({ dry_run: Type.Optional(Type.Boolean()) }, { additionalProperties: false }),
    body: Type.Object(
      { csv: Type.String(), dry_run: Type.Optional(Type.Boolean()) },
      { additionalProperties: false },
    ),
    bodyMedia: 'text/csv',
    bodyLimit: 8 * 1024 * 1024,
    replies: { 200: ImportReport },
    errors: ['request_running', 'idempotency_mismatch'],
    idempotent: true,
    audit: 'user.import',
  },
  'GET /users/export': {
    summary: 'All mailboxes as CSV, without passwords',
    access: read('users'),
    limit: 120,
    tier: 'community',
    query: Type.Object(
      {
        search: Type.Optional(Type.String({ maxLength: 254 })),
        domain: Type.Optional(Type.String({ maxLength: ADDRESS.total })),
      },
      { additionalProperties: false },
    ),
    replies: { 200: Type.String() },
    replyMedia: 'text/csv',
    streams: { media: 'text/csv', schema: Type.String() },
    errors: [],
  },
})
