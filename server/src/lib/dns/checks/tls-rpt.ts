import { examine, type Finding, type Verdict } from '../finding.ts'
import type { Survey } from '../survey.ts'
import { tagsOf, versioned } from '../tags.ts'
import type { DomainFacts } from './facts.ts'

const isTarget = (uri: string): boolean => /^\s*(mailto:[^@\s]+@\S+|https:\/\/\S+)\s*$/.test(uri)

const judge = (values: readonly string[]): Verdict => {
  const [record, second] = values
  if (record === undefined) {
    return {
      status: 'missing',
      message:
        'Not set up, and not needed for delivery. With it, large providers report failures of encrypted delivery once a day.',
    }
  }
  const targets = (tagsOf(record).get('rua') ?? '').split(',')
  if (second !== undefined || !targets.every(isTarget)) {
    return {
      status: 'fail',
      message:
        'The TLS report record counts as absent: there must be exactly one, with rua=mailto: or rua=https:. Correct it.',
    }
  }
  return { status: 'pass', message: 'Failures of encrypted delivery are reported.' }
}

/** Where reports on TLS failures go: RFC 8460. */
export const checkTlsReports = async (
  survey: Survey,
  { domain }: DomainFacts,
): Promise<Finding> => {
  const name = `_smtp._tls.${domain}`
  const value = `v=TLSRPTv1; rua=mailto:postmaster@${domain}`
  return examine(
    await survey.look(name, 'TXT'),
    {
      type: 'TLS-RPT',
      name,
      expected: value,
      optional: true,
      record: { host: name, type: 'TXT', value },
      pick: (values) => versioned(values, 'TLSRPTv1'),
    },
    judge,
  )
}
