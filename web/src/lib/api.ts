import type { BodyOf, ErrorCode, Key, ParamsOf, QueryOf, ReplyOf } from '@mc/shared/contract'
import { errorStatus } from '@mc/shared/contract/errors'
import { words } from '../words/index.ts'
import { ApiError, type FieldError } from './api-error.ts'
import { connectionFound, connectionLost, isGatewayFailure } from './connection.ts'

/** A member that is left out where the record has none, optional where all of it is optional. */
type Member<Name extends string, T> = unknown extends T
  ? object
  : undefined extends T
    ? { [N in Name]?: Exclude<T, undefined> }
    : object extends T
      ? { [N in Name]?: T }
      : { [N in Name]: T }

export type Input<K extends Key> = Member<'params', ParamsOf<K>> &
  Member<'query', QueryOf<K>> &
  Member<'body', BodyOf<K>> & { signal?: AbortSignal; headers?: Record<string, string> }

type Args<K extends Key> = object extends Input<K> ? [input?: Input<K>] : [input: Input<K>]

/** An input without its types, as the wire needs it. */
interface Loose {
  params?: unknown
  query?: unknown
  body?: unknown
  signal?: AbortSignal
  headers?: Record<string, string>
}

/** What the page does about a session: set once at start. */
export interface SessionHandlers {
  /** The session is gone: show the sign-in page and come back. */
  signedOut: () => void
  /** The session is stale: ask for the password; true when the interrupted call may go on. */
  stale: () => Promise<boolean>
}

let handlers: SessionHandlers | undefined
export const handleSession = (value: SessionHandlers) => {
  handlers = value
}

/** Says that the session is gone: the page leaves for the sign-in and comes back. */
export const sessionLost = () => handlers?.signedOut()

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isFieldError = (value: unknown): value is FieldError =>
  isRecord(value) && typeof value.field === 'string' && typeof value.message === 'string'

const isCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(errorStatus, value)

/** The address of a call: `{id}` filled in, absent query members left out. */
export const urlOf = (path: string, { params, query }: Pick<Loose, 'params' | 'query'>) => {
  const given = isRecord(params) ? params : {}
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(given[name])),
  )
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(isRecord(query) ? query : {}))
    if (value !== undefined && value !== '') search.set(name, String(value))
  const text = search.toString()
  return `/api${filled}${text ? `?${text}` : ''}`
}

const send = async (
  method: string,
  url: string,
  { body, signal, headers }: Loose,
): Promise<Response> => {
  const withBody = body !== undefined || method === 'POST' || method === 'PATCH'
  try {
    const response = await fetch(url, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: {
        accept: 'application/json',
        ...(withBody && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(withBody && { body: JSON.stringify(body ?? {}) }),
      ...(signal && { signal }),
    })
    if (isGatewayFailure(response)) connectionLost()
    else connectionFound()
    return response
  } catch (error) {
    if (signal?.aborted) throw error
    connectionLost()
    throw new ApiError({ status: 0, code: 'network', message: words.errors.network })
  }
}

const readJson = async (response: Response): Promise<unknown> => {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}

/** A proxy before the panel may answer in HTML: then the status alone must do. */
const errorOf = (response: Response, data: unknown): ApiError => {
  const wait = Number(response.headers.get('retry-after'))
  const retryAfter = Number.isFinite(wait) && wait > 0 ? wait : undefined
  if (!isRecord(data) || typeof data.error !== 'string')
    return new ApiError({
      status: response.status,
      code: 'unreadable',
      message: words.errors.status(response.status),
      retryAfter,
    })
  const { error, code, request_id, errors, ...details } = data
  return new ApiError({
    status: response.status,
    code: isCode(code) ? code : 'unreadable',
    message: error,
    request_id: typeof request_id === 'string' ? request_id : undefined,
    errors: Array.isArray(errors) ? errors.filter(isFieldError) : [],
    details,
    retryAfter,
  })
}

const call = async (
  method: string,
  url: string,
  input: Loose,
  again: boolean,
): Promise<unknown> => {
  const response = await send(method, url, input)
  const data = await readJson(response)
  if (response.ok) return data
  const error = errorOf(response, data)
  if (error.code === 'not_authenticated' && handlers) {
    sessionLost()
    // The page is leaving: nothing that waits for this call must run any more.
    return new Promise(() => {})
  }
  if (error.code === 'session_stale' && handlers && again) {
    if (await handlers.stale()) return call(method, url, input, false)
    throw new ApiError({ status: 403, code: 'cancelled', message: words.errors.cancelled })
  }
  throw error
}

/**
 * Calls one endpoint of the contract: `await api('POST /domains', { body: { name } })`. The reply has the type of the
 * record. A stale session asks for the password and goes on; every other refusal is thrown as `ApiError`.
 */
export const api = async <K extends Key>(key: K, ...[input]: Args<K>): Promise<ReplyOf<K>> => {
  const [method = 'GET', path = '/'] = key.split(' ')
  const loose: Loose = input ?? {}
  // The server validates each reply against the same record, so the type holds across the wire.
  return (await call(method, urlOf(path, loose), loose, true)) as ReplyOf<K>
}
