import type { FastifyBaseLogger } from 'fastify'
import { type DestinationStream, pino } from 'pino'

const secrets = [
  'cookie',
  'set-cookie',
  'authorization',
  'password',
  'current_password',
  'new_password',
  'setup_token',
  'token',
  'csv',
]

/**
 * What the log tells of an error. Not all members: a failed statement carries its SQL with the values, and those may
 * be password hashes.
 */
const describe = (error: unknown): object => {
  if (!(error instanceof Error)) return { message: String(error) }
  const code = 'code' in error ? { code: error.code } : {}
  const cause = error.cause === undefined ? {} : { cause: describe(error.cause) }
  return { type: error.name, message: error.message, stack: error.stack, ...code, ...cause }
}

/**
 * One JSON line an event; what may be a secret is blanked wherever it stands.
 * @param to standard output when absent
 */
export const createLog = (
  level: 'info' | 'silent' = 'info',
  to?: DestinationStream,
): FastifyBaseLogger =>
  pino(
    {
      level,
      redact: secrets.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
      serializers: { err: describe },
    },
    to ?? pino.destination(1),
  )
