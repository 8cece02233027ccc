import type { IncomingMessage } from 'node:http'
import { AppError } from './app-error.ts'

const JSON_TYPE = /^application\/json(?:[ \t]*;[ \t]*charset=(?:utf-8|"utf-8"))?[ \t]*$/i
const CSV_TYPE = /^text\/csv(?:[ \t]*;[ \t]*charset=(?:utf-8|"utf-8"))?[ \t]*$/i

const hasBody = (raw: IncomingMessage): boolean =>
  raw.headers['transfer-encoding'] !== undefined || Number(raw.headers['content-length'] ?? 0) > 0

/**
 * Why a mutation's media type cannot be taken; undefined when it can. A type that a foreign page may send without
 * asking (forms, text/plain) never passes, not even as `text/plain; application/json`.
 */
export const mediaTypeFault = (
  raw: IncomingMessage,
  alsoTaken: 'text/csv' | undefined,
): AppError | undefined => {
  const { method } = raw
  if (method === 'GET' || method === 'HEAD') return undefined
  if (method === 'DELETE' && !hasBody(raw)) return undefined
  const type = raw.headers['content-type'] ?? ''
  const known = JSON_TYPE.test(type) || (alsoTaken === 'text/csv' && CSV_TYPE.test(type))
  if (!known) {
    return new AppError(
      'media_type_unsupported',
      `Send the body with Content-Type: application/json${alsoTaken ? ` or ${alsoTaken}` : ''}.`,
    )
  }
  const encoding = raw.headers['content-encoding']
  if (encoding === undefined || encoding === 'identity') return undefined
  return new AppError('media_type_unsupported', 'Send the body uncompressed.')
}
