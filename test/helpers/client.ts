import type { BodyOf, ErrorCode, Key, ReplyOf } from '@mc/shared/contract'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'

/** Members that an error answer may have, all absent in a good one. */
interface ErrorMembers {
  readonly error?: string
  readonly code?: ErrorCode
  readonly errors?: readonly { field: string; message: string }[]
}

export interface Answer<K extends Key> {
  readonly status: number
  readonly headers: LightMyRequestResponse['headers']
  readonly body: ReplyOf<K> & ErrorMembers
}

export interface Call<K extends Key> {
  readonly params?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string | number | boolean>>
  readonly body?: BodyOf<K>
  readonly headers?: Readonly<Record<string, string>>
  /** Client address; a new one for each call when absent, so that limits stay out of the way. */
  readonly address?: string
}

let calls = 0

/** Documentation addresses (RFC 3849), each in a /64 of its own. */
const nextAddress = (): string => {
  calls += 1
  return `2001:db8:${Math.floor(calls / 0xffff).toString(16)}:${(calls % 0xffff).toString(16)}::1`
}

/** Calls the API as one browser or script does. */
export class Client {
  private readonly app: FastifyInstance
  /** Headers of every call: cookie or authorization. */
  readonly headers: Readonly<Record<string, string>>

  constructor(app: FastifyInstance, headers: Readonly<Record<string, string>>) {
    this.app = app
    this.headers = headers
  }

  /** One endpoint of the contract, typed by its record. */
  async call<K extends Key>(key: K, call: Call<K> = {}): Promise<Answer<K>> {
    const [method = 'GET', path = ''] = key.split(' ')
    const url = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => String(call.params?.[name]))
    const query = new URLSearchParams(
      Object.entries(call.query ?? {}).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]),
    ).toString()
    const mutates = method === 'POST' || method === 'PATCH'
    const response = await this.send({
      method: method as 'GET',
      url: `/api${url}${query ? `?${query}` : ''}`,
      headers: { ...(mutates ? { 'content-type': 'application/json' } : {}), ...call.headers },
      ...(call.body === undefined ? {} : { payload: JSON.stringify(call.body) }),
      ...(call.address === undefined ? {} : { remoteAddress: call.address }),
    })
    const { statusCode: status, headers } = response
    return { status, headers, body: response.json() }
  }

  /** Anything else: wrong methods, odd headers, bodies that are no JSON. */
  send(options: InjectOptions): Promise<LightMyRequestResponse> {
    return this.app.inject({
      remoteAddress: nextAddress(),
      ...options,
      headers: { host: 'localhost', ...this.headers, ...options.headers },
    })
  }
}
