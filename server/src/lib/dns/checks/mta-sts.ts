import { examine, type Finding, type Verdict } from '../finding.ts'
import type { Survey } from '../survey.ts'
import { tagsOf, versioned } from '../tags.ts'
import type { DomainFacts } from './facts.ts'

interface Policy {
  readonly mode: string
  readonly mx: readonly string[]
  readonly max_age: number
}

/** RFC 8461 3.2. @returns a clause that says what is wrong with it */
export const parsePolicy = (text: string): Policy | string => {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => /^([a-z_]+)\s*:\s*(.*)$/i.exec(line))
  const all = (key: string) =>
    lines.flatMap((line) => (line?.[1]?.toLowerCase() === key ? [line[2] ?? ''] : []))
  const [version] = all('version')
  const [mode = ''] = all('mode')
  const age = Number(all('max_age')[0] ?? Number.NaN)
  if (version !== 'STSv1') return 'its version is not STSv1'
  if (!['enforce', 'testing', 'none'].includes(mode))
    return 'its mode is not enforce, testing or none'
  if (!Number.isInteger(age) || age < 0 || age > 31_557_600) return 'its max_age is not valid'
  const mx = all('mx').map((name) => name.toLowerCase())
  if (mx.length === 0 && mode !== 'none') return 'it names no mx'
  return { mode, mx, max_age: age }
}

/** A leading `*.` stands for exactly one label (RFC 8461 4.1). */
const covers = (pattern: string, name: string): boolean =>
  pattern.startsWith('*.')
    ? name.endsWith(pattern.slice(1)) && !name.slice(0, -pattern.length + 1).includes('.')
    : pattern === name

const judgePolicy = async (
  survey: Survey,
  { domain }: DomainFacts,
  policy: Policy,
): Promise<Verdict> => {
  if (policy.mode === 'none') {
    return { status: 'pass', message: 'The MTA-STS policy is switched off (mode none).' }
  }
  const { values } = await survey.resolve(domain, 'MX')
  const names = values.map((value) => value.split(' ')[1] ?? '')
  const left = names.filter((name) => !policy.mx.some((pattern) => covers(pattern, name)))
  if (left.length > 0) {
    return {
      status: policy.mode === 'enforce' ? 'fail' : 'warning',
      message: `The MTA-STS policy does not name ${left.join(', ')}, where mail for ${domain} goes${policy.mode === 'enforce' ? ', so careful senders deliver nothing' : ''}. Add “mx: ${left[0] ?? ''}” to the policy and change the id of the record.`,
    }
  }
  if (policy.max_age < 86_400) {
    return {
      status: 'warning',
      message: `The MTA-STS policy is kept for ${policy.max_age} s only; a week (604800) or more is what makes it protect.`,
    }
  }
  return policy.mode === 'testing'
    ? {
        status: 'pass',
        message:
          'The MTA-STS policy is in testing. Next step: when the TLS reports show no failures, set “mode: enforce” and change the id.',
      }
    : { status: 'pass', message: 'MTA-STS protects mail on its way to this server.' }
}

const fetched = async (survey: Survey, facts: DomainFacts): Promise<Verdict> => {
  const host = `mta-sts.${facts.domain}`
  const answer = await facts.fetchPolicy(survey, host)
  if ('problem' in answer) {
    return answer.reached
      ? {
          status: 'fail',
          message: `The record announces an MTA-STS policy, but https://${host}/.well-known/mta-sts.txt cannot be used: ${answer.problem}. Serve the policy there, or remove the record.`,
        }
      : {
          status: 'unknown',
          message: `The MTA-STS policy at https://${host}/.well-known/mta-sts.txt could not be fetched: ${answer.problem}. Check again in a while.`,
        }
  }
  const policy = parsePolicy(answer.text)
  return typeof policy === 'string'
    ? {
        status: 'fail',
        message: `The MTA-STS policy of ${facts.domain} is not valid: ${policy}. Correct it and change the id of the record.`,
      }
    : judgePolicy(survey, facts, policy)
}

/** Whether senders are told to insist on TLS: RFC 8461. */
export const checkMtaSts = async (survey: Survey, facts: DomainFacts): Promise<Finding> => {
  const name = `_mta-sts.${facts.domain}`
  const judge = async (values: readonly string[]): Promise<Verdict> => {
    const [record, second] = values
    if (record === undefined) {
      return {
        status: 'missing',
        message:
          'Not set up, and not needed for delivery. With it, senders insist on TLS and a valid certificate; it needs a policy served over HTTPS.',
      }
    }
    const id = tagsOf(record).get('id') ?? ''
    if (second !== undefined || !/^[a-z0-9]{1,32}$/i.test(id)) {
      return {
        status: 'fail',
        message: `The MTA-STS record counts as absent: there must be exactly one, with an id of 1 to 32 letters and digits. Correct it.`,
      }
    }
    return fetched(survey, facts)
  }
  return examine(
    await survey.look(name, 'TXT'),
    {
      type: 'MTA-STS',
      name,
      expected: 'v=STSv1; id=<changes with the policy>',
      optional: true,
      pick: (values) => versioned(values, 'STSv1'),
    },
    judge,
  )
}
