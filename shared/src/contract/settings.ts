import { type Static, Type } from 'typebox'
import { MESSAGE_SIZE, QUOTA } from '../rules.ts'
import { Timestamp } from './common.ts'
import { defineEndpoints, read, write } from './define.ts'

/** The certificate as the mail ports serve it; null while no agent answers. */
const Certificate = Type.Object({
  source: Type.Literal('self-signed'),
  names: Type.Array(Type.String()),
  not_before: Timestamp,
  not_after: Timestamp,
  fingerprint: Type.String(),
})

const values = {
  hostname: Type.String({ minLength: 3, maxLength: 253 }),
  public_addresses: Type.Array(Type.String({ maxLength: 45 }), { maxItems: 16, uniqueItems: true }),
  postmaster_address: Type.String({ minLength: 3, maxLength: 254 }),
  default_quota_bytes: Type.Integer({ minimum: 0, maximum: QUOTA.max }),
  message_size_limit_bytes: Type.Integer({ minimum: MESSAGE_SIZE.min, maximum: MESSAGE_SIZE.max }),
  session_fresh_seconds: Type.Integer({ minimum: 60, maximum: 28_800 }),
  trash_days: Type.Integer({ minimum: 1, maximum: 3650 }),
  /** How long the mail log and the message trace are kept. */
  trace_days: Type.Integer({ minimum: 1, maximum: 3650 }),
}

/** Server identity and defaults. */
export const Settings = Type.Object({
  ...values,
  /** Found on the network interfaces; what `public_addresses` starts from. */
  found_addresses: Type.Array(Type.String()),
  certificate: Type.Union([Certificate, Type.Null()]),
  /** Whether the mail stack runs with these values; `pending` while the agent cannot be reached. */
  applied: Type.Union([
    Type.Literal('applied'),
    Type.Literal('pending'),
    Type.Literal('no_mail_stack'),
  ]),
  updated_at: Timestamp,
})
export type Settings = Static<typeof Settings>

export const settingsEndpoints = defineEndpoints({
  'GET /settings': {
    summary: 'Server identity and defaults',
    access: read('settings'),
    limit: 120,
    tier: 'community',
    replies: { 200: Settings },
    errors: [],
  },
  'PATCH /settings': {
    summary: 'Change them; checked and reloaded into the mail stack, put back if a daemon refuses',
    access: write('settings'),
    limit: 10,
    tier: 'community',
    body: Type.Partial(Type.Object(values), { additionalProperties: false, minProperties: 1 }),
    replies: { 200: Settings },
    errors: ['apply_failed', 'agent_unavailable'],
    audit: 'settings.update',
  },
})
