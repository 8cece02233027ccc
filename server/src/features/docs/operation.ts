import type { Access, Endpoint, ErrorCode } from '@mc/shared/contract'
import { commonErrors, errorStatus } from '@mc/shared/contract/errors'

type Json = Record<string, unknown>

/** What a group of addresses is about: its first segment. */
export const tagOf = (key: string): string => key.split('/')[1]?.split('.')[0] ?? ''

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)

/** `PATCH /domains/{id}` → `patchDomainsById`: what generated clients call their functions. */
export const operationId = (key: string): string => {
  const [method = '', path = ''] = key.split(' ')
  const words = path.split(/[/.]/).map((part) => {
    const name = part.replace(/^\{(\w+)\}$/, '$1')
    return name === part ? capital(part) : `By${capital(name)}`
  })
  return method.toLowerCase() + words.join('')
}

const bySession = { session: [] }
const byToken = { token: [] }

const securityOf = ({ kind }: Access): readonly Json[] => {
  if (kind === 'public') return []
  return kind === 'session' || kind === 'admin' ? [bySession] : [bySession, byToken]
}

/** Errors that an endpoint cannot have for lack of what they are about. */
const impossible = (method: string, { access, freshness }: Endpoint): ReadonlySet<ErrorCode> =>
  new Set<ErrorCode>([
    ...(access.kind === 'public'
      ? (['not_authenticated', 'permission_denied', 'session_stale'] as const)
      : []),
    ...(method === 'GET'
      ? (['malformed_json', 'origin_denied', 'body_too_large', 'media_type_unsupported'] as const)
      : []),
    ...(method === 'GET' && freshness !== 'needed' ? (['session_stale'] as const) : []),
  ])

/** One reply for each status, its codes in the description. */
const errorReplies = (method: string, endpoint: Endpoint): Json => {
  const without = impossible(method, endpoint)
  const codes = new Set<ErrorCode>([...commonErrors, ...endpoint.errors])
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of codes) {
    if (without.has(code)) continue
    const status = errorStatus[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      status,
      {
        description: list.join(', '),
        content: { 'application/json': { schema: { $ref: 'ErrorReply#' } } },
      },
    ]),
  )
}

/** Success replies; where an endpoint has a second shape, both. */
const replies = ({ replies: all, streams, replyMedia }: Endpoint): Json => {
  const media: string = replyMedia ?? 'application/json'
  const contentOf = (status: string, schema: unknown): Json => {
    if (status !== '200' || !streams) return { [media]: { schema } }
    if (streams.media !== media)
      return { [media]: { schema }, [streams.media]: { schema: streams.schema } }
    return { [media]: { schema: { anyOf: [schema, streams.schema] } } }
  }
  return Object.fromEntries(
    Object.entries(all).map(([status, schema]) => [
      status,
      { description: 'Done', content: contentOf(status, schema) },
    ]),
  )
}

const bodyOf = ({ body, bodyMedia }: Endpoint): Json => {
  if (!body) return {}
  if (!bodyMedia) return { body }
  const text = { schema: { type: 'string' } }
  return { body: { content: { 'application/json': { schema: body }, [bodyMedia]: text } } }
}

const idempotencyKey = {
  type: 'string',
  description: 'Repeats of this key within 24 hours get the first answer again',
}
const ifMatch = {
  type: 'string',
  description: 'The ETag that was read; 412 when the row has changed since',
}

const headersOf = ({ idempotent, errors }: Endpoint): Json => {
  const properties = {
    ...(idempotent ? { 'Idempotency-Key': idempotencyKey } : {}),
    ...(errors.includes('etag_mismatch') ? { 'If-Match': ifMatch } : {}),
  }
  return Object.keys(properties).length > 0 ? { headers: { type: 'object', properties } } : {}
}

/** One endpoint in the terms of @fastify/swagger. */
export const operationSchema = (key: string, endpoint: Endpoint): Json => ({
  operationId: operationId(key),
  summary: endpoint.summary,
  tags: [tagOf(key)],
  security: securityOf(endpoint.access),
  ...(endpoint.params ? { params: endpoint.params } : {}),
  ...(endpoint.query ? { querystring: endpoint.query } : {}),
  ...headersOf(endpoint),
  ...bodyOf(endpoint),
  response: { ...errorReplies(key.split(' ')[0] ?? '', endpoint), ...replies(endpoint) },
})
