import type { FastifyInstance } from 'fastify'
import { AppError, invalid } from '../http/app-error.ts'
import { repeatedMember } from '../lib/json.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

const decode = (bytes: Buffer): string => {
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    throw new AppError('malformed_json', 'The body is not UTF-8 text.', { cause })
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('malformed_json', 'The body is not well-formed JSON.', { cause })
  }
}

/** An empty body is an object without members, so that each missing one is named. */
const readJson = (bytes: Buffer): unknown => {
  const text = decode(bytes)
  if (text.trim() === '') return {}
  const value = parse(text)
  const twice = repeatedMember(text)
  if (twice !== undefined) throw invalid(twice.slice(0, 64), 'is given twice')
  return value
}

/** Our own readers of bodies: strict UTF-8, no member twice, nothing else than JSON and CSV. */
export const bodies = (app: FastifyInstance): void => {
  const reader = (read: (bytes: Buffer) => unknown) => async (_request: unknown, bytes: Buffer) =>
    read(bytes)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, reader(readJson))
  app.addContentTypeParser('text/csv', { parseAs: 'buffer' }, reader(decode))
  // Only what has no body comes here: the access plugin has refused other media types.
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer' },
    reader(() => undefined),
  )
  app.addHook('preValidation', (request, _reply, done) => {
    const { endpoint } = request.routeOptions.config
    const { body } = request
    if (!endpoint || endpoint.body || body === undefined || body === null) return done()
    const [member] = typeof body === 'object' ? Object.keys(body) : ['body']
    done(
      member === undefined
        ? undefined
        : invalid(member, 'is not known here; this call takes no body'),
    )
  })
}
