import { type Static, Type } from 'typebox'
import { PASSWORD, USERNAME } from '../rules.ts'
import { Empty, Id, Message, oneOf, Timestamp } from './common.ts'
import { defineEndpoints } from './define.ts'

export const Role = oneOf(['admin', 'editor', 'viewer'])
export type Role = Static<typeof Role>
/** What an editor may be given beyond reading. */
export const Permission = oneOf([
  'domains',
  'users',
  'aliases',
  'services',
  'queue',
  'dkim',
  'backup',
])
export type Permission = Static<typeof Permission>

export const SessionUser = Type.Object({
  id: Id,
  username: Type.String(),
  email: Type.String(),
  role: Role,
  permissions: Type.Array(Permission),
})
export type SessionUser = Static<typeof SessionUser>

const Username = Type.String({ maxLength: USERNAME.max })
const Password = Type.String({ maxLength: PASSWORD.maxBytes })
/** `next` is where a second factor will be asked for; absent means signed in. */
const SignedIn = Type.Object({
  user: SessionUser,
  next: Type.Optional(Type.Literal('second_factor')),
})

export const Me = Type.Object({
  user: SessionUser,
  fresh: Type.Boolean(),
  fresh_until: Timestamp,
  expires_at: Timestamp,
  license: Type.Object({ tier: Type.Literal('community') }),
})
export type Me = Static<typeof Me>

export const authEndpoints = defineEndpoints({
  'GET /auth/setup': {
    summary: 'Whether the first admin is still to be made',
    access: { kind: 'public' },
    limit: 120,
    tier: 'community',
    replies: { 200: Type.Object({ needs_setup: Type.Boolean() }) },
    errors: [],
  },
  'POST /auth/setup': {
    summary: 'Make the first admin with the one-time set-up token',
    access: { kind: 'public' },
    limit: 5,
    tier: 'community',
    body: Type.Object(
      {
        setup_token: Type.String({ maxLength: 256 }),
        username: Type.String({
          minLength: USERNAME.min,
          maxLength: USERNAME.max,
          pattern: USERNAME.pattern,
        }),
        email: Type.String({ minLength: 3, maxLength: 254 }),
        password: Password,
      },
      { additionalProperties: false },
    ),
    replies: { 201: SignedIn },
    errors: ['setup_token_wrong', 'setup_done', 'busy'],
    audit: 'auth.setup',
  },
  'POST /auth/login': {
    summary: 'Sign in; sets the session cookie',
    access: { kind: 'public' },
    limit: 10,
    tier: 'community',
    body: Type.Object({ username: Username, password: Password }, { additionalProperties: false }),
    replies: { 200: SignedIn },
    errors: ['wrong_credentials', 'login_delayed', 'busy'],
    audit: 'auth.login',
  },
  'POST /auth/logout': {
    summary: 'End this session',
    access: { kind: 'session' },
    limit: 30,
    tier: 'community',
    freshness: 'exempt',
    body: Type.Optional(Empty),
    replies: { 200: Message },
    errors: [],
    audit: 'auth.logout',
  },
  'GET /auth/me': {
    summary: 'Who is signed in and how fresh the session is',
    access: { kind: 'session' },
    limit: 120,
    tier: 'community',
    replies: { 200: Me },
    errors: [],
  },
  'PATCH /auth/me': {
    summary: 'Change the own password; ends all other sessions',
    access: { kind: 'session' },
    limit: 10,
    tier: 'community',
    freshness: 'exempt',
    body: Type.Object(
      { current_password: Password, new_password: Password },
      { additionalProperties: false },
    ),
    replies: { 200: Message },
    errors: ['wrong_credentials', 'login_delayed', 'busy'],
    audit: 'auth.password',
  },
  'POST /auth/reauth': {
    summary: 'Enter the password again; makes this session fresh',
    access: { kind: 'session' },
    limit: 10,
    tier: 'community',
    freshness: 'exempt',
    body: Type.Object({ password: Password }, { additionalProperties: false }),
    replies: { 200: Me },
    errors: ['wrong_credentials', 'login_delayed', 'busy'],
    audit: 'auth.reauth',
  },
})
