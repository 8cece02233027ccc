import { type ErrorCode, errorStatus } from '@mc/shared/contract/errors'

export interface FieldError {
  readonly field: string
  readonly message: string
}

/**
 * A failure that a caller may learn of. `message` is a sentence for a person: what happened, what is untouched, what
 * to do; never SQL, a path or a stack. `details` become members of the reply beside `error` and `code`.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly details: Readonly<Record<string, unknown>>
  /** Seconds for Retry-After; set for 429 and 503. */
  readonly retryAfter: number | undefined

  constructor(
    code: ErrorCode,
    message: string,
    more: { details?: Record<string, unknown>; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause })
    this.code = code
    this.status = errorStatus[code]
    this.details = more.details ?? {}
    this.retryAfter = more.retryAfter
  }
}

/** 400 that names the member and what it must be. */
export const invalid = (field: string, message: string): AppError =>
  new AppError('validation_failed', `${field}: ${message}`, {
    details: { errors: [{ field, message }] satisfies FieldError[] },
  })
