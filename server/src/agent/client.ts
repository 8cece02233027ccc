import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { type Operation, type OpInput, type OpName, type OpOutput, ops } from '@mc/shared/ops'
import { Check } from 'typebox/value'
import type { Layout } from '../layout/index.ts'

/** The agent does not answer: it is down, starting, or not of this boot. Nothing is known to have been done. */
export class AgentUnavailable extends Error {}

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
  call<N extends OpName>(op: N, input: OpInput<N>, actor?: string): Promise<OpOutput<N>>
}

interface Reply {
  readonly status: number
  readonly body: unknown
}

interface Question {
  readonly socketPath: string
  readonly bearer: string
  readonly timeout: number
  readonly actor: string | undefined
}

const post = (path: string, body: string, question: Question): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const { socketPath, bearer, timeout, actor } = question
    const fail = (why: string, cause?: unknown): void =>
      reject(new AgentUnavailable(`The agent ${why}.`, { cause }))
    const call = request({
      socketPath,
      path,
      method: 'POST',
      signal: AbortSignal.timeout(timeout),
      headers: {
        authorization: `Bearer ${bearer}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        ...(actor === undefined ? {} : { 'x-actor': encodeURIComponent(actor) }),
      },
    })
    call.on('response', (reply) => {
      const chunks: Buffer[] = []
      reply.on('data', (chunk: Buffer) => chunks.push(chunk))
      reply.on('error', (error) => fail('broke off its answer', error))
      reply.on('end', () => {
        try {
          const text = Buffer.concat(chunks).toString('utf8')
          resolve({ status: reply.statusCode ?? 0, body: JSON.parse(text) })
        } catch (error) {
          fail('gave no readable answer', error)
        }
      })
    })
    call.on('error', (error) =>
      fail(error.name === 'AbortError' ? 'did not answer in time' : 'does not answer', error),
    )
    call.end(body)
  })

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
export const createAgentClient = ({ agent }: Pick<Layout, 'agent'>): AgentClient => ({
  call: async <N extends OpName>(op: N, input: OpInput<N>, actor?: string) => {
    const { timeout, output }: Operation = ops[op]
    const bearer = await bearerOf(agent.bearer)
    const question = { socketPath: agent.socket, bearer, timeout, actor }
    const { status, body } = await post(`/ops/${op}`, JSON.stringify(input), question)
    // Another boot's bearer: the agent was restarted between the two reads.
    if (status === 401) throw new AgentUnavailable('The agent has just been restarted.')
    if (status !== 200) {
      const text = member(body, 'error') ?? `The agent answered ${status}.`
      throw new AgentRefused(member(body, 'code') ?? 'internal', text)
    }
    if (!Check(output, body))
      throw new AgentUnavailable('The agent gave an answer of another form.')
    return body as OpOutput<N>
  },
})
