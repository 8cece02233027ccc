import { type Static, Type } from 'typebox'
import { PASSWORD, USERNAME } from '../rules.ts'
import { Permission, Role } from './auth.ts'
import { Id, IdParams, listQuery, Message, pageOf, Timestamp } from './common.ts'
import { type Access, defineEndpoints } from './define.ts'

/** Somebody who may sign in to the panel. */
export const Account = Type.Object({
  id: Id,
  username: Type.String(),
  email: Type.String(),
  role: Role,
  permissions: Type.Array(Permission),
  created_at: Timestamp,
  last_login_at: Type.Union([Timestamp, Type.Null()]),
})
export type Account = Static<typeof Account>

const admin: Access = { kind: 'admin' }
const Email = Type.String({ minLength: 3, maxLength: 254 })
const Password = Type.String({ maxLength: PASSWORD.maxBytes })
const Permissions = Type.Array(Permission, { uniqueItems: true })
const Changes = {
  email: Type.Optional(Email),
  role: Type.Optional(Role),
  permissions: Type.Optional(Permissions),
  password: Type.Optional(Password),
}
const patch = {
  summary:
    'Change e-mail, role, permissions or password; ends its sessions when rights or password change',
  access: admin,
  limit: 10,
  tier: 'community',
  replies: { 200: Account },
  errors: ['account_not_found', 'last_admin', 'own_role', 'busy'],
  audit: 'account.update',
} as const
const remove = {
  summary: 'Remove an account with its sessions and tokens',
  access: admin,
  limit: 10,
  tier: 'community',
  replies: { 200: Message },
  errors: ['account_not_found', 'last_admin'],
  audit: 'account.delete',
} as const

export const accountEndpoints = defineEndpoints({
  'GET /accounts': {
    summary: 'List accounts',
    access: admin,
    limit: 120,
    tier: 'community',
    query: listQuery(['id', 'username', 'email', 'role', 'created_at', 'last_login_at'], {}),
    replies: { 200: pageOf(Account) },
    errors: [],
  },
  'POST /accounts': {
    summary: 'Create an account',
    access: admin,
    limit: 10,
    tier: 'community',
    body: Type.Object(
      {
        username: Type.String({
          minLength: USERNAME.min,
          maxLength: USERNAME.max,
          pattern: USERNAME.pattern,
        }),
        email: Email,
        password: Password,
        role: Role,
        permissions: Type.Optional(Permissions),
      },
      { additionalProperties: false },
    ),
    replies: { 201: Account },
    errors: ['account_exists', 'busy'],
    audit: 'account.create',
  },
  'PATCH /accounts': {
    ...patch,
    body: Type.Object({ id: Id, ...Changes }, { additionalProperties: false, minProperties: 2 }),
  },
  'PATCH /accounts/{id}': {
    ...patch,
    params: IdParams,
    body: Type.Object(Changes, { additionalProperties: false, minProperties: 1 }),
  },
  'DELETE /accounts': {
    ...remove,
    query: Type.Object({ id: Id }, { additionalProperties: false }),
  },
  'DELETE /accounts/{id}': { ...remove, params: IdParams },
})
