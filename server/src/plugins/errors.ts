import type { Socket } from 'node:net'
import type { ErrorCode } from '@mc/shared/contract/errors'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { DISK_FULL, databaseFault } from '../db/errors.ts'
import { AppError } from '../http/app-error.ts'

/** What Fastify itself refuses, in our codes; the rest of its errors are ours (500). */
const framework: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'body_too_large',
    'The request body is larger than this call takes.',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'media_type_unsupported',
    'Send the body as JSON with Content-Type: application/json.',
  ],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'malformed_json',
    'The body is shorter or longer than Content-Length says.',
  ],
  FST_ERR_BAD_URL: ['validation_failed', 'The URL is not well formed.'],
  FST_ERR_MAX_PARAM_LENGTH: ['not_found', 'There is nothing at this address.'],
}

const databaseWords = {
  locked:
    'The database does not answer; nothing was changed. Mail is not affected. Try again in a moment.',
  unreachable:
    "The panel's database does not answer; nothing was changed. Mail that is looked up in it waits until it is back. Try again in a moment.",
  full: DISK_FULL,
} as const

/** Any error as one that a caller may learn of. */
export const toAppError = (error: FastifyError | Error): AppError => {
  if (error instanceof AppError) return error
  const known = 'code' in error ? framework[String(error.code)] : undefined
  if (known) return new AppError(known[0], known[1], { cause: error })
  // The static files' own refusals: a folder, a dot file.
  if ('statusCode' in error && (error.statusCode === 403 || error.statusCode === 404)) {
    return new AppError('not_found', 'There is nothing at this address.', { cause: error })
  }
  const fault = databaseFault(error)
  if (fault === 'locked' || fault === 'unreachable' || fault === 'full') {
    return new AppError('database_unavailable', databaseWords[fault], {
      retryAfter: 5,
      cause: error,
    })
  }
  return new AppError(
    'internal_error',
    'The panel failed at this request. The reason is in its log under the request id.',
    { cause: error },
  )
}

const wantsProblem = (request: FastifyRequest): boolean =>
  request.headers.accept?.includes('application/problem+json') ?? false

/** Sends the one shape that every error has; RFC 9457 members beside it for those who ask. */
export const sendError = (request: FastifyRequest, reply: FastifyReply, error: AppError): void => {
  const body = {
    error: error.message,
    code: error.code,
    request_id: request.id,
    ...error.details,
  }
  if (error.retryAfter !== undefined) reply.header('retry-after', error.retryAfter)
  reply.code(error.status).removeHeader('content-length')
  if (wantsProblem(request)) {
    reply.header('content-type', 'application/problem+json; charset=utf-8')
    reply.serializer(JSON.stringify)
    const problem = { type: 'about:blank', title: error.code, status: error.status }
    reply.send({ ...problem, detail: error.message, instance: request.url.split('?')[0], ...body })
    return
  }
  reply.header('content-type', 'application/json; charset=utf-8')
  reply.serializer(JSON.stringify)
  reply.send(body)
}

/** Errors leave through here, and only here. */
export const errors = (app: FastifyInstance): void => {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refined = toAppError(error)
    if (refined.status >= 500) {
      const err = refined.cause ?? refined
      request.log.error({ err, code: refined.code, request_id: request.id }, refined.message)
    }
    sendError(request, reply, refined)
  })
}

/** The answer to what is no HTTP: it has no request, so it is written to the socket as it is. */
export const clientErrorHandler = (error: Error & { code?: string }, socket: Socket): void => {
  // Nobody listens any more; or an answer is under way, and a second one would be taken for its body.
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW'
  const status = tooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request'
  const text = tooLarge ? 'The request headers are too large.' : 'This is not well-formed HTTP.'
  const body = JSON.stringify({ error: text, code: 'validation_failed' satisfies ErrorCode })
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
