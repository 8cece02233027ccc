/**
 * A failure that the caller may learn of: what happened, what is untouched, what to do. Anything else that a handler
 * throws goes to the log and reaches the caller as `internal`.
 */
export class OpFailure extends Error {
  /** `noun_reason`, such as `configuration_refused`. */
  readonly code: string

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}
