import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../http/app-error.ts'
import { isApi } from './front.ts'

type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

interface Known {
  readonly pattern: RegExp
  readonly methods: Set<string>
}

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`)

/** 404, or 405 with Allow where the address is known under other methods. */
const refusal = (
  request: FastifyRequest,
  reply: FastifyReply,
  known: Iterable<Known>,
): AppError => {
  const path = request.url.split('?')[0] ?? ''
  const methods = [...known].flatMap((one) => (one.pattern.test(path) ? [...one.methods] : []))
  if (!isApi(path)) methods.push(...(path.startsWith('/assets/') ? [] : ['GET', 'HEAD']))
  const allowed = [...new Set(methods)].sort().join(', ')
  if (allowed === '') return new AppError('not_found', 'There is nothing at this address.')
  reply.header('allow', allowed)
  return new AppError('method_not_allowed', `This address takes ${allowed}.`)
}

/**
 * What no route takes: refused before a body is read, and counted by the limiter like everything else; a page
 * address gets the page. Collects the routes as they are made, so it comes before them.
 */
export const unmatched = (app: FastifyInstance, limit: Answer, page: Answer): void => {
  const known = new Map<string, Known>()
  app.addHook('onRoute', ({ url, method }) => {
    if (!isApi(url) || url.includes('*')) return
    const one = known.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() }
    known.set(url, one)
    for (const name of Array.isArray(method) ? method : [method]) one.methods.add(name)
  })
  const isPage = ({ method, url }: FastifyRequest): boolean =>
    (method === 'GET' || method === 'HEAD') && !isApi(url) && !url.startsWith('/assets/')
  app.addHook('onRequest', async (request, reply) => {
    if (!request.is404 || isPage(request)) return
    await limit(request, reply)
    throw refusal(request, reply, known.values())
  })
  // A file that is not there comes here too, past the hook above.
  app.setNotFoundHandler(async (request, reply) => {
    if (!isPage(request)) throw refusal(request, reply, known.values())
    return page(request, reply)
  })
}
