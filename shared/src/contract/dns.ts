import { type Static, Type } from 'typebox'
import { ADDRESS } from '../rules.ts'
import { listQuery, oneOf, Timestamp } from './common.ts'
import { defineEndpoints, read, write } from './define.ts'

export const dnsStatuses = ['pass', 'warning', 'fail', 'missing', 'unknown'] as const
const Status = oneOf(dnsStatuses)
const Texts = Type.Array(Type.String())
const MaybeTime = Type.Union([Timestamp, Type.Null()])

/** One record as it should be and as it is. */
export const DnsRecord = Type.Object({
  type: Type.String({
    description: 'A, AAAA, NS, MX, SPF, DKIM, DMARC, PTR, TLSA, CAA, SRV and more',
  }),
  name: Type.String(),
  expected: Type.String({
    description: 'The record or what must hold of it; empty: anything may stand',
  }),
  actual: Texts,
  status: Status,
  message: Type.String({ description: 'What was found and what to do' }),
  /** Of the server itself and the same for every domain, or of the domain. */
  scope: oneOf(['host', 'domain']),
  optional: Type.Boolean({
    description: 'Nothing suffers where it is missing: that does not count',
  }),
  record: Type.Union([
    Type.Object({ host: Type.String(), type: Type.String(), value: Type.String() }),
    Type.Null(),
  ]),
  differences: Type.Array(
    Type.Object({
      server: Type.String(),
      actual: Texts,
      ttl: Type.Union([Type.Integer(), Type.Null()], {
        description: 'Seconds until a resolver asks anew; null for a responsible server',
      }),
    }),
  ),
  acknowledged: Type.Union(
    [
      Type.Object({
        by: Type.String(),
        at: Timestamp,
        changed: Type.Boolean({
          description: 'Something else stands there since: it counts again',
        }),
      }),
      Type.Null(),
    ],
    { description: 'Handled elsewhere: does not count' },
  ),
})
export type DnsRecord = Static<typeof DnsRecord>

const Counts = Type.Object({
  pass: Type.Integer(),
  warning: Type.Integer(),
  fail: Type.Integer(),
  missing: Type.Integer(),
  unknown: Type.Integer(),
  acknowledged: Type.Integer(),
  optional: Type.Integer(),
})

/** A domain, or the server itself, with the worst of its records that count. */
export const DnsDomain = Type.Object({
  domain: Type.String(),
  domain_unicode: Type.String(),
  status: Status,
  /** Without the records of the server. */
  own_status: Status,
  /** Of the domain's own records. */
  counts: Counts,
  checked_at: MaybeTime,
  records: Type.Array(DnsRecord),
})
export type DnsDomain = Static<typeof DnsDomain>

const Reply = Type.Object({
  data: Type.Array(DnsDomain),
  checked_at: MaybeTime,
  host: DnsDomain,
  total: Type.Integer(),
  page: Type.Integer(),
  pageSize: Type.Integer(),
})
export type DnsReply = Static<typeof Reply>

const Domain = Type.String({ minLength: 1, maxLength: ADDRESS.total })

export const dnsSort = ['domain', 'status', 'checked_at'] as const

export const dnsEndpoints = defineEndpoints({
  'GET /dns': {
    summary:
      'What the DNS has of each domain, as last checked. With `domain`, that one: checked first when that was never done or more than an hour ago. `records=false` leaves the records out',
    access: read('dns'),
    limit: 120,
    tier: 'community',
    query: listQuery(dnsSort, {
      domain: Type.Optional(Domain),
      status: Type.Optional(Status),
      records: Type.Optional(Type.Boolean()),
    }),
    replies: { 200: Reply },
    errors: ['domain_not_found', 'busy'],
  },
  'POST /dns': {
    summary:
      'Check a domain, and the server itself, now. Who asks while that is being done gets the same result',
    access: read('dns'),
    limit: 10,
    tier: 'community',
    body: Type.Object({ domain: Domain }, { additionalProperties: false }),
    replies: { 200: Reply },
    errors: ['domain_not_found', 'busy'],
    audit: 'dns.check',
  },
  'PATCH /dns/acknowledgements': {
    summary:
      'Say that a record is handled elsewhere, so that it does not count until something else stands there, or take that back',
    access: write('dns'),
    limit: 10,
    tier: 'community',
    body: Type.Object(
      {
        domain: Domain,
        type: Type.String({ minLength: 1, maxLength: 32 }),
        name: Type.String({ minLength: 1, maxLength: ADDRESS.domain }),
        acknowledged: Type.Boolean(),
      },
      { additionalProperties: false },
    ),
    replies: { 200: Reply },
    errors: ['domain_not_found', 'dns_record_not_found', 'dns_not_checked', 'dns_record_well'],
    audit: 'dns.acknowledge',
  },
})
