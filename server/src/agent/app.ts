import { createHash, timingSafeEqual } from 'node:crypto'
import { Readable } from 'node:stream'
import { type Operation, type OpName, ops } from '@mc/shared/ops'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  LogController,
} from 'fastify'
import { Check } from 'typebox/value'
import type { Budget } from './budget.ts'
import type { Handlers } from './handlers/index.ts'
import type { Journal } from './journal.ts'
import { OpFailure } from './op-failure.ts'

export interface AgentApp {
  readonly handlers: Handlers
  readonly bearer: string
  readonly journal: Journal
  readonly budget: Budget
  readonly log: FastifyBaseLogger
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** What is sent for a failure: a code for programs, a sentence for people. */
const refuse = (reply: FastifyReply, status: number, code: string, error: string): FastifyReply =>
  reply.code(status).send({ code, error })

const isOpName = (name: string): name is OpName => Object.hasOwn(ops, name)

/** Second lock behind the folder's rights: the secret of this boot, compared in constant time. */
const requireBearer = (app: FastifyInstance, bearer: string): void => {
  const expected = digest(`Bearer ${bearer}`)
  app.addHook('onRequest', async (request, reply) => {
    const given = digest(request.headers.authorization ?? '')
    if (timingSafeEqual(given, expected)) return
    return refuse(reply, 401, 'bearer_wrong', 'The bearer is not the one of this boot.')
  })
}

/** Failures that leave a handler: the known ones with their words, all others as our own fault. */
const failureOf = (error: unknown): { status: number; code: string; message: string } =>
  error instanceof OpFailure
    ? { status: 409, code: error.code, message: error.message }
    : { status: 500, code: 'internal', message: 'The agent failed; its log says why.' }

const isStream = (value: unknown): value is AsyncIterable<string> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value

/** Waits for the first piece, so that what cannot begin is refused with its reason instead of broken off. */
const begun = async (result: unknown): Promise<AsyncIterable<string>> => {
  if (!isStream(result)) throw new Error('An operation that streams gave no stream')
  const pieces = result[Symbol.asyncIterator]()
  const first = await pieces.next()
  async function* all(): AsyncGenerator<string> {
    try {
      for (let piece = first; !piece.done; piece = await pieces.next()) yield piece.value
    } finally {
      await pieces.return?.()
    }
  }
  return all()
}

const serveOp = (app: FastifyInstance, name: OpName, given: AgentApp): void => {
  const { effect, input, output, bodyLimit, stream }: Operation = ops[name]
  const handler: (input: never) => unknown = given.handlers[name]
  const note = (actor: string | undefined, body: unknown, result: string, since: number): void => {
    if (effect === 'read' && result === 'ok') return
    const ms = Math.round(performance.now() - since)
    given.journal({ op: name, actor, input: body, result, ms })
  }
  app.post(
    `/ops/${name}`,
    { schema: { body: input }, ...(bodyLimit === undefined ? {} : { bodyLimit }) },
    async (request, reply) => {
      const since = performance.now()
      const header = request.headers['x-actor']
      const actor = typeof header === 'string' ? header.slice(0, 200) : undefined
      if (effect === 'destroy' && !given.budget.take()) {
        note(actor, request.body, 'budget_exhausted', since)
        reply.header('retry-after', given.budget.wait())
        const text =
          'Too much was destroyed within the last hour; nothing was done. Try again later.'
        return refuse(reply, 429, 'budget_exhausted', text)
      }
      try {
        // Validated by the schema of the very record that types the handler.
        const result = await handler(request.body as never)
        if (stream) {
          const lines = await begun(result)
          note(actor, request.body, 'ok', since)
          return await reply.type('application/x-ndjson').send(Readable.from(lines))
        }
        if (!Check(output, result))
          throw new Error(`${name} answered what its record does not allow`)
        note(actor, request.body, 'ok', since)
        return await reply.send(result)
      } catch (error) {
        const { status, code, message } = failureOf(error)
        given.log[status === 500 ? 'error' : 'warn']({ err: error, op: name }, message)
        note(actor, request.body, code, since)
        return refuse(reply, status, code, message)
      }
    },
  )
}

/**
 * The agent's HTTP: one route an operation, nothing else. Bodies are validated as they are (no member dropped, nothing
 * coerced, no default filled in).
 */
export const buildAgentApp = (given: AgentApp): FastifyInstance => {
  const app = Fastify({
    loggerInstance: given.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 64 * 1024,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } },
  })
  app.removeContentTypeParser('text/plain')
  requireBearer(app, given.bearer)
  app.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) given.log.error({ err: error }, 'the agent failed')
    return status >= 500
      ? refuse(reply, 500, 'internal', 'The agent failed; its log says why.')
      : refuse(reply, status, 'input_invalid', error.message)
  })
  app.setNotFoundHandler((_request, reply) =>
    refuse(reply, 404, 'op_unknown', 'There is no such operation.'),
  )
  for (const name of Object.keys(ops)) if (isOpName(name)) serveOp(app, name, given)
  return app
}
