import { createSurvey, type Sources } from './dns/survey.ts'
import { isKnown } from './dns/types.ts'

/**
 * TXT records of a name, as each server that answered has them: those responsible for the zone, or a resolver where
 * none of them answers. Empty when nobody does, which says nothing about the records.
 */
export type LookTxt = (
  name: string,
  signal?: AbortSignal,
) => Promise<readonly (readonly string[])[]>

const DEADLINE_MS = 8000

/** Looks past the resolvers' memory, so that a record is seen as soon as it stands. */
export const createLookTxt =
  (sources: Sources): LookTxt =>
  async (name, signal) => {
    const late = AbortSignal.timeout(DEADLINE_MS)
    const survey = createSurvey(sources, signal ? AbortSignal.any([late, signal]) : late)
    const { voices } = await survey.look(name, 'TXT')
    const known = voices.filter(({ answer }) => isKnown(answer))
    const responsible = known.filter(({ role }) => role === 'authoritative')
    const heard = responsible.length > 0 ? responsible : known.slice(0, 1)
    return heard.map(({ answer }) => answer.values)
  }
