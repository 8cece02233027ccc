import { examine, type Finding, type Verdict, worst } from '../finding.ts'
import { evaluateSpf, type SpfOutcome } from '../spf.ts'
import { isSpf, termsOf } from '../spf-terms.ts'
import type { Survey } from '../survey.ts'
import type { DomainFacts } from './facts.ts'

const NEW = 'v=spf1 mx -all'

/** The record as it stands, with this server in it before what decides about all others. */
const withServer = (record: string, hostname: string): string => {
  const terms = termsOf(record)
  const own = `a:${hostname}`
  const end = terms.findIndex((term) => /^[-+~?]?all$|^redirect=/i.test(term))
  const at = end === -1 ? terms.length : end
  return ['v=spf1', ...terms.slice(0, at), own, ...terms.slice(at)].join(' ')
}

const counted = ({ lookups }: SpfOutcome): string => `${lookups} of at most 10 look-ups needed`

const ofAddress = (domain: string, ip: string, outcome: SpfOutcome): Verdict => {
  const { result, problem } = outcome
  const said: Readonly<Record<SpfOutcome['result'], Verdict>> = {
    pass: { status: 'pass', message: `${ip} may send for ${domain}; ${counted(outcome)}.` },
    fail: {
      status: 'fail',
      message: `The record forbids ${ip}, this server, to send for ${domain}: its mail is refused. Publish the record shown, which adds it.`,
    },
    softfail: {
      status: 'fail',
      message: `The record calls mail from ${ip}, this server, doubtful (softfail): it ends as spam. Publish the record shown, which adds the server.`,
    },
    neutral: {
      status: 'warning',
      message: `The record says nothing about ${ip}, this server. Publish the record shown, which adds it.`,
    },
    none: { status: 'missing', message: `${domain} has no SPF record.` },
    permerror: {
      status: 'fail',
      message: `Receivers cannot use the record: ${problem ?? 'it is not valid'}. Mend it, else it counts as if there were none, or as a failure.`,
    },
    temperror: {
      status: 'unknown',
      message: `The record could not be evaluated: ${problem ?? 'a name server did not answer'}. Check again in a while.`,
    },
  }
  return said[result]
}

const openEnd = (record: string): Verdict | undefined => {
  const all = termsOf(record).find((term) => /^[-+~?]?all$/i.test(term))
  if (all && /^\+?all$/i.test(all)) {
    return {
      status: 'warning',
      message: `“${all}” lets everybody send in this domain's name. Replace it by “-all”.`,
    }
  }
  return undefined
}

const evaluate = async (
  survey: Survey,
  { domain, host }: DomainFacts,
  record: string,
): Promise<Verdict> => {
  const helo = host.hostname
  const resolve = survey.resolve.bind(survey)
  const verdicts = await Promise.all(
    host.addresses.map(async (ip) =>
      ofAddress(
        domain,
        ip,
        await evaluateSpf(record, domain, { ip, sender: `postmaster@${domain}`, helo }, resolve),
      ),
    ),
  )
  const status = worst(verdicts.map((verdict) => verdict.status))
  const found = verdicts.find((verdict) => verdict.status === status)
  const open = openEnd(record)
  if (open && status === 'pass') return open
  return (
    found ?? {
      status: 'unknown',
      message: 'This server has no address to evaluate the record for. Enter it under Settings.',
    }
  )
}

/** Whether receivers let this server send for the domain: RFC 7208, evaluated for each of its addresses. */
export const checkSpf = async (survey: Survey, facts: DomainFacts): Promise<Finding> => {
  const { domain, host } = facts
  const view = await survey.look(domain, 'TXT')
  const [present] = view.truth.values.filter(isSpf)
  const judge = async (values: readonly string[]): Promise<Verdict> => {
    const [record, second] = values
    if (record === undefined) {
      return {
        status: 'missing',
        message: `${domain} has no SPF record: large providers refuse or sort out mail without one. Publish the record shown.`,
      }
    }
    if (second !== undefined) {
      return {
        status: 'fail',
        message: `${domain} has ${values.length} SPF records, and then none counts (permerror, RFC 7208 4.5). Put what they say into one and remove the others.`,
      }
    }
    return evaluate(survey, facts, record)
  }
  const first = await examine(
    view,
    { type: 'SPF', name: domain, expected: NEW, pick: (values) => values.filter(isSpf) },
    judge,
  )
  const isLacking = present !== undefined && first.actual.length === 1 && first.status !== 'pass'
  const value = isLacking ? withServer(present, host.hostname) : (present ?? NEW)
  return { ...first, expected: value, record: { host: domain, type: 'TXT', value } }
}
