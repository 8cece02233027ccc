import { readFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import {
  type CallOpName,
  type Operation,
  type OpInput,
  type OpOutput,
  ops,
  type StreamOpName,
} from '@mc/shared/ops'
import { Compile } from 'typebox/compile'
import { Check } from 'typebox/value'
import type { Layout } from '../layout/index.ts'

/**
 * The agent does not answer: it is down, starting, or not of this boot. Nothing was done, unless it had heard the
 * question: then it may have done all of it, some, or nothing.
 */
export class AgentUnavailable extends Error {
  readonly heard: boolean
  constructor(
    message: string,
    { heard = false, cause }: { heard?: boolean; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.heard = heard
  }
}

/** The agent did not do it; `code` and the sentence say why and what is untouched. */
export class AgentRefused extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export interface AgentClient {
  /**
   * Asks the agent for one operation.
   * @param actor who it is done for, for root's journal
   * @throws AgentUnavailable | AgentRefused
   */
  call<N extends CallOpName>(op: N, input: OpInput<N>, actor?: string): Promise<OpOutput<N>>
  /**
   * The same for an operation that answers line by line. Ending the loop ends the operation; its timeout is the
   * longest silence between two pieces.
   */
  stream<N extends StreamOpName>(
    op: N,
    input: OpInput<N>,
    actor?: string,
  ): AsyncGenerator<OpOutput<N>>
  /** The same answer as text, unread, in pieces of any length: for who reads it on another thread. */
  pieces<N extends StreamOpName>(op: N, input: OpInput<N>, actor?: string): AsyncGenerator<string>
}

interface Reply {
  readonly status: number
  readonly body: unknown
}

interface Question {
  readonly socketPath: string
  readonly bearer: string
  readonly actor: string | undefined
}

/** Sends the question; resolves with the answer's head, its body still to be read. */
const ask = (
  path: string,
  body: string,
  question: Question,
  limits: { readonly signal?: AbortSignal; readonly timeout?: number },
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { socketPath, bearer, actor } = question
    const call = request({
      socketPath,
      path,
      method: 'POST',
      ...limits,
      headers: {
        authorization: `Bearer ${bearer}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        ...(actor === undefined ? {} : { 'x-actor': encodeURIComponent(actor) }),
      },
    })
    call.on('response', resolve)
    call.on('timeout', () => call.destroy(new Error('silent for too long')))
    call.on('error', (error) =>
      reject(
        unavailable(
          error.name === 'AbortError' ? 'did not answer in time' : 'does not answer',
          error,
        ),
      ),
    )
    call.end(body)
  })

const unavailable = (why: string, cause: unknown): AgentUnavailable => {
  const unconnected = cause instanceof Error && 'syscall' in cause && cause.syscall === 'connect'
  return new AgentUnavailable(`The agent ${why}.`, { heard: !unconnected, cause })
}

const otherForm = (): AgentUnavailable =>
  new AgentUnavailable('The agent gave an answer of another form.', { heard: true })

const readAll = async (answer: IncomingMessage): Promise<Reply> => {
  let text: string
  try {
    const chunks: Buffer[] = []
    for await (const chunk of answer) chunks.push(chunk)
    text = Buffer.concat(chunks).toString('utf8')
  } catch (error) {
    throw unavailable('broke off its answer', error)
  }
  try {
    return { status: answer.statusCode ?? 0, body: JSON.parse(text) }
  } catch (error) {
    throw unavailable('gave no readable answer', error)
  }
}

/** Throws what the agent's answer says where it is no success. */
const refuse = ({ status, body }: Reply): never => {
  // Another boot's bearer: the agent was restarted between the two reads.
  if (status === 401) throw new AgentUnavailable('The agent has just been restarted.')
  const text = member(body, 'error') ?? `The agent answered ${status}.`
  throw new AgentRefused(member(body, 'code') ?? 'internal', text)
}

async function* piecesOf(answer: IncomingMessage): AsyncGenerator<string> {
  try {
    yield* answer.setEncoding('utf8')
  } catch (error) {
    throw unavailable('broke off its answer', error)
  } finally {
    answer.destroy()
  }
}

async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}

const member = (body: unknown, name: string): string | undefined => {
  if (typeof body !== 'object' || body === null) return undefined
  const value: unknown = Reflect.get(body, name)
  return typeof value === 'string' ? value : undefined
}

const bearerOf = async (file: string): Promise<string> => {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (cause) {
    throw new AgentUnavailable('The agent is not running.', { cause })
  }
}

/** The panel's side of the agent's socket. Reads the bearer at every call: a restarted agent has a new one. */
export const createAgentClient = ({ agent }: Pick<Layout, 'agent'>): AgentClient => {
  const questionOf = async (actor: string | undefined): Promise<Question> => ({
    socketPath: agent.socket,
    bearer: await bearerOf(agent.bearer),
    actor,
  })
  async function* pieces<N extends StreamOpName>(op: N, input: OpInput<N>, actor?: string) {
    const { timeout }: Operation = ops[op]
    const question = await questionOf(actor)
    const answer = await ask(`/ops/${op}`, JSON.stringify(input), question, { timeout })
    if (answer.statusCode !== 200) refuse(await readAll(answer))
    yield* piecesOf(answer)
  }
  return {
    call: async <N extends CallOpName>(op: N, input: OpInput<N>, actor?: string) => {
      const { timeout, output }: Operation = ops[op]
      const question = await questionOf(actor)
      // 0: the connections that Node.js shares would give up after five seconds of silence.
      const limits = { signal: AbortSignal.timeout(timeout), timeout: 0 }
      const reply = await readAll(await ask(`/ops/${op}`, JSON.stringify(input), question, limits))
      if (reply.status !== 200) refuse(reply)
      if (!Check(output, reply.body)) throw otherForm()
      return reply.body as OpOutput<N>
    },
    pieces,
    async *stream<N extends StreamOpName>(op: N, input: OpInput<N>, actor?: string) {
      const form = Compile(ops[op].output)
      for await (const line of linesOf(pieces(op, input, actor))) {
        const value: unknown = JSON.parse(line)
        if (!form.Check(value)) throw otherForm()
        yield value as OpOutput<N>
      }
    },
  }
}
