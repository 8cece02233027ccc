import type { ErrorCode } from '@mc/shared/contract'
import { words } from '../words/index.ts'

/** `network`: no answer came. `cancelled`: the person did not want to enter the password again. */
export type ApiErrorCode = ErrorCode | 'network' | 'cancelled' | 'unreadable'

export interface FieldError {
  field: string
  message: string
}

/** Any refused or failed call. `details` are the members that the code brings along (counts of `domain_in_use`). */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly status: number
  readonly code: ApiErrorCode
  readonly request_id: string | undefined
  readonly errors: readonly FieldError[]
  readonly details: Readonly<Record<string, unknown>>
  /** Seconds that the server asks to wait, from Retry-After. */
  readonly retryAfter: number | undefined

  constructor(init: {
    status: number
    code: ApiErrorCode
    message: string
    request_id?: string | undefined
    errors?: readonly FieldError[]
    details?: Readonly<Record<string, unknown>>
    retryAfter?: number | undefined
  }) {
    super(init.message)
    this.status = init.status
    this.code = init.code
    this.request_id = init.request_id
    this.errors = init.errors ?? []
    this.details = init.details ?? {}
    this.retryAfter = init.retryAfter
  }
}

/** Narrows an unknown error to an API error, optionally of one code. */
export const isApiError = (error: unknown, code?: ApiErrorCode): error is ApiError =>
  error instanceof ApiError && (code === undefined || error.code === code)

/** One sentence for a person, whatever was thrown. */
export const sayError = (error: unknown): string =>
  error instanceof ApiError ? error.message : words.errors.unexpected
