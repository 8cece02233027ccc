import type { AppError } from './app-error.ts'

/** One object that a bulk action left as it was, and why. */
export interface Failed {
  readonly id: number
  readonly code: string
  readonly error: string
}

export const failedOf = (id: number, error: AppError): Failed => ({
  id,
  code: error.code,
  error: error.message,
})
