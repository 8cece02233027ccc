import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from './app-error.ts'

/** Strong validator of a row's wire form (RFC 9110 8.8.3). */
export const etagOf = (row: object): string =>
  `"${createHash('sha256').update(JSON.stringify(row)).digest('base64url').slice(0, 22)}"`

/** Sends a row with its ETag. */
export const withEtag = <T extends object>(reply: FastifyReply, row: T): T => {
  reply.header('etag', etagOf(row))
  return row
}

/** Judges a row as it is now; services call it inside the write transaction. */
export type Precondition = (row: object) => void

/** If-Match of a request (RFC 9110 13.1.1). @throws AppError etag_mismatch from the function returned */
export const ifMatch = (request: FastifyRequest): Precondition => {
  const header = request.headers['if-match']
  if (header === undefined || header.trim() === '*') return () => {}
  const wanted = header.split(',').map((one) => one.trim())
  return (row) => {
    if (wanted.includes(etagOf(row))) return
    throw new AppError(
      'etag_mismatch',
      'It was changed since it was read; nothing was done. Read it again and repeat the change.',
    )
  }
}
