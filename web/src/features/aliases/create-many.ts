import type { Alias, BodyOf, ReplyOf } from '@mc/shared/contract'
import { ApiError, isApiError } from '../../lib/api-error.ts'
import { words } from '../../words/aliases.ts'

type Reply = ReplyOf<'POST /aliases'>

export interface Outcome {
  made: readonly Alias[]
  /** Made, but nobody answers there on this server. */
  unknown: readonly string[]
  failed: readonly { destination: string; error: ApiError }[]
}

/**
 * One row a destination, one after the other, so that the server judges loops on the table as it is by then. A refusal
 * does not stop the rest; a lost connection or session does.
 */
export const createMany = async (
  create: (body: BodyOf<'POST /aliases'>) => Promise<Reply>,
  base: { source: string; domain_id: number },
  destinations: readonly string[],
): Promise<Outcome> => {
  const made: Reply[] = []
  const failed: { destination: string; error: ApiError }[] = []
  for (const destination of destinations) {
    try {
      made.push(await create({ ...base, destination }))
    } catch (error) {
      if (!isApiError(error)) throw error
      failed.push({ destination, error })
      if (error.status === 0 || error.code === 'cancelled') {
        for (const rest of destinations.slice(made.length + failed.length))
          failed.push({ destination: rest, error })
        break
      }
    }
  }
  const unknown = made
    .filter(({ warnings }) => warnings?.length)
    .map(({ destination }) => destination)
  return { made, unknown, failed }
}

/** The refusals as one error, whose sentences land on the field of the destinations. */
export const refusal = ({ made, failed }: Outcome, several: boolean): ApiError | undefined => {
  const [first] = failed
  if (!first) return undefined
  if (!several) return first.error
  const sentences = failed.map(({ destination, error }) => `${destination}: ${error.message}`)
  const lead = made.length > 0 ? [words.aliases.partly(made.length, failed.length)] : []
  return new ApiError({
    status: first.error.status,
    code: first.error.code,
    message: [...lead, ...sentences].join(' '),
    errors: [{ field: 'destination', message: [...lead, ...sentences].join(' ') }],
  })
}
