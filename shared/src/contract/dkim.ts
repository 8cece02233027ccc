import { type Static, Type } from 'typebox'
import { ADDRESS, DKIM } from '../rules.ts'
import { all, Empty, Id, IdParams, listQuery, Message, oneOf, pageOf, Timestamp } from './common.ts'
import { defineEndpoints, read, write } from './define.ts'

const algorithms = ['rsa', 'ed25519'] as const
const states = ['pending', 'active', 'retired'] as const
const dnsStatuses = ['published', 'missing', 'mismatch', 'unknown'] as const
const MaybeTime = Type.Union([Timestamp, Type.Null()])

/** The public half of one key. Private keys are made on the machine by its agent; no call returns one. */
export const DkimKey = Type.Object({
  id: Id,
  domain: Type.String(),
  /** What people read: `münchen.example`. */
  domain_unicode: Type.String(),
  selector: Type.String(),
  algorithm: oneOf(algorithms),
  key_bits: Type.Integer(),
  dns_name: Type.String({ description: 'Name of the TXT record' }),
  dns_value: Type.String({ description: 'Its value as one line, unquoted' }),
  dns_status: oneOf(dnsStatuses),
  dns_actual: Type.Union([Type.String(), Type.Null()], {
    description: 'What the DNS has instead, where that differs',
  }),
  dns_checked_at: MaybeTime,
  published_seen_at: MaybeTime,
  state: oneOf(states),
  signing: Type.Boolean({ description: 'Mail of the domain is signed with it now' }),
  created_at: Timestamp,
  activated_at: MaybeTime,
  retired_at: MaybeTime,
  retire_at: Type.Union([Timestamp, Type.Null()], {
    description: 'Of a retired key: until then its record must stay in the DNS',
  }),
  /** `ed25519_alone`: nothing else signs, and many receivers cannot verify it yet (RFC 8463 section 3). */
  warnings: Type.Optional(Type.Array(Type.Literal('ed25519_alone'))),
})
export type DkimKey = Static<typeof DkimKey>

export const dkimSort = ['id', 'domain', 'selector', 'state', 'dns_status', 'created_at'] as const
const force = (description: string) => Type.Optional(Type.Boolean({ description }))
const forceDelete = { force: force('Delete the key that signs, too: mail then leaves unsigned') }
const changes = {
  state: oneOf(['active']),
  force: force('Sign with it though its record was not seen in the DNS'),
}

const activate = {
  summary:
    'Sign with a key from now on, one of each algorithm side by side; the one before is retired and kept for a grace period',
  access: write('dkim'),
  limit: 10,
  tier: 'community',
  replies: { 200: DkimKey },
  errors: [
    'dkim_key_not_found',
    'dkim_not_published',
    'dkim_rsa_first',
    'apply_failed',
    'dkim_key_gone',
    'agent_unavailable',
  ],
  audit: 'dkim.activate',
} as const
const remove = {
  summary: 'Delete a key; the one that signs only with force=true',
  access: write('dkim'),
  limit: 10,
  tier: 'community',
  replies: { 200: Message },
  errors: ['dkim_key_not_found', 'key_is_active', 'agent_unavailable'],
  audit: 'dkim.delete',
} as const

export const dkimEndpoints = defineEndpoints({
  'GET /dkim': {
    summary: 'List DKIM keys with what the DNS has of them',
    access: read('dkim'),
    limit: 120,
    tier: 'community',
    query: listQuery(dkimSort, {
      ...all,
      domain: Type.Optional(Type.String({ minLength: 1, maxLength: ADDRESS.total })),
      state: Type.Optional(oneOf(states)),
      dns_status: Type.Optional(oneOf(dnsStatuses)),
    }),
    replies: { 200: pageOf(DkimKey) },
    streams: { media: 'application/json', schema: Type.Array(DkimKey) },
    errors: [],
  },
  'GET /dkim/{id}': {
    summary: 'One key; the DNS is asked first when that was more than a minute ago',
    access: read('dkim'),
    limit: 120,
    tier: 'community',
    params: IdParams,
    replies: { 200: DkimKey },
    errors: ['dkim_key_not_found'],
  },
  'POST /dkim': {
    summary:
      "Make a key. A domain's first signs at once, one with a new selector waits for its record",
    access: write('dkim'),
    limit: 10,
    tier: 'community',
    body: Type.Object(
      {
        domain: Type.String({ minLength: 1, maxLength: ADDRESS.total }),
        selector: Type.Optional(Type.String({ maxLength: ADDRESS.label, pattern: DKIM.selector })),
        algorithm: Type.Optional(oneOf(algorithms)),
        key_bits: Type.Optional(Type.Enum([...DKIM.bits])),
      },
      { additionalProperties: false },
    ),
    replies: { 201: DkimKey },
    errors: ['domain_not_found', 'dkim_key_exists', 'dkim_keys_full', 'agent_unavailable'],
    audit: 'dkim.create',
  },
  'POST /dkim/{id}/check': {
    summary: 'Ask the DNS for its record now',
    access: write('dkim'),
    limit: 10,
    tier: 'community',
    freshness: 'exempt',
    params: IdParams,
    body: Type.Optional(Empty),
    replies: { 200: DkimKey },
    errors: ['dkim_key_not_found'],
    audit: 'dkim.check',
  },
  'PATCH /dkim': {
    ...activate,
    body: Type.Object({ id: Id, ...changes }, { additionalProperties: false }),
  },
  'PATCH /dkim/{id}': {
    ...activate,
    params: IdParams,
    body: Type.Object(changes, { additionalProperties: false }),
  },
  'DELETE /dkim': {
    ...remove,
    query: Type.Object({ id: Id, ...forceDelete }, { additionalProperties: false }),
  },
  'DELETE /dkim/{id}': {
    ...remove,
    params: IdParams,
    query: Type.Object(forceDelete, { additionalProperties: false }),
  },
})
