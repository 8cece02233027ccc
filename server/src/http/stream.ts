import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

async function* asJson<T>(parts: AsyncIterable<T[]>): AsyncGenerator<string> {
  let before = '['
  for await (const rows of parts) {
    yield before + rows.map((row) => JSON.stringify(row)).join(',')
    before = ','
  }
  yield before === '[' ? '[]' : ']'
}

/** Sends rows as a bare JSON array while they are read; the next part is read when the client has taken the last. */
export const streamJson = <T>(reply: FastifyReply, parts: AsyncIterable<T[]>): Readable => {
  reply.type('application/json; charset=utf-8')
  return Readable.from(asJson(parts))
}

/** Sends text parts as a CSV file to be saved under `name`. */
export const streamCsv = (
  reply: FastifyReply,
  name: string,
  parts: AsyncIterable<string>,
): Readable => {
  reply.type('text/csv; charset=utf-8')
  reply.header('content-disposition', `attachment; filename="${name}"`)
  return Readable.from(parts)
}
