import type { Readable } from 'node:stream'
import {
  type BodyOf,
  type Contract,
  contract,
  type Endpoint,
  type Key,
  type ParamsOf,
  type QueryOf,
  type ReplyOf,
} from '@mc/shared/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from './caller.ts'

export interface Call<K extends Key> {
  readonly params: ParamsOf<K>
  readonly query: QueryOf<K>
  readonly body: BodyOf<K>
  /** Who asks, from where; what services and the audit log take. */
  readonly caller: Caller
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

type Streams<K extends Key> = Contract[K] extends { streams: object } ? Readable : never
type Handler<K extends Key> = (
  call: Call<K>,
) => Promise<ReplyOf<K> | Streams<K>> | ReplyOf<K> | Streams<K>

/** The status of success: the lowest that the record names. */
const successStatus = (endpoint: Endpoint): number =>
  Math.min(...Object.keys(endpoint.replies).map(Number))

/** Where another media type may come too, the schema is for JSON alone. */
const bodySchema = ({ body, bodyMedia }: Endpoint) => {
  if (!body) return {}
  return { body: bodyMedia ? { content: { 'application/json': { schema: body } } } : body }
}

/**
 * Binds a contract record to its handler: path, schemas, limit and access come from the record, so a route says only
 * what it does. The record travels as `config.endpoint` for the plugins (rate limit, access, audit, OpenAPI).
 */
export const serve = <K extends Key>(app: FastifyInstance, key: K, handler: Handler<K>): void => {
  const endpoint: Endpoint = contract[key]
  const [method = 'GET', path = '/'] = key.split(' ')
  const status = successStatus(endpoint)
  app.route({
    method,
    url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
    config: { endpoint, key },
    ...(endpoint.bodyLimit === undefined ? {} : { bodyLimit: endpoint.bodyLimit }),
    schema: {
      ...(endpoint.params ? { params: endpoint.params } : {}),
      ...(endpoint.query ? { querystring: endpoint.query } : {}),
      ...bodySchema(endpoint),
      response: endpoint.replies,
    },
    handler: async (request, reply) => {
      reply.code(status)
      return handler({
        // Validated by the schemas of the very record that gives these types.
        params: request.params as ParamsOf<K>,
        query: request.query as QueryOf<K>,
        body: request.body as BodyOf<K>,
        caller: request.caller,
        request,
        reply,
      })
    },
  })
}
