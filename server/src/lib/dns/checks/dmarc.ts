import { examine, type Finding, type Verdict } from '../finding.ts'
import type { Survey } from '../survey.ts'
import { tagsOf, versioned } from '../tags.ts'
import { isKnown } from '../types.ts'
import type { DomainFacts } from './facts.ts'

const pick = (values: readonly string[]): string[] => versioned(values, 'DMARC1')

const advice = {
  none: 'Next step: read the reports for some weeks, and when all of your own mail passes, set p=quarantine.',
  quarantine: 'Next step: when the reports show no mail of yours among the failures, set p=reject.',
  reject: 'Nothing is left to do.',
} as const
const isPolicy = (word: string | undefined): word is keyof typeof advice =>
  word !== undefined && Object.hasOwn(advice, word)

const meaning = {
  none: 'forged mail is only reported',
  quarantine: 'forged mail ends as spam',
  reject: 'forged mail is refused',
} as const

/** Addresses outside must say that they take the reports: RFC 7489 7.1. */
const refusedReports = async (
  survey: Survey,
  domain: string,
  tags: ReadonlyMap<string, string>,
): Promise<string | undefined> => {
  const targets = (tags.get('rua') ?? '')
    .split(',')
    .map((uri) => /^\s*mailto:[^@]+@([a-z0-9.-]+)/i.exec(uri)?.[1]?.toLowerCase())
    .filter((target) => target !== undefined)
  for (const target of targets) {
    if (target === domain || domain.endsWith(`.${target}`) || target.endsWith(`.${domain}`))
      continue
    const answer = await survey.resolve(`${domain}._report._dmarc.${target}`, 'TXT')
    if (isKnown(answer) && pick(answer.values).length === 0) return target
  }
  return undefined
}

const judgeRecord = async (survey: Survey, domain: string, record: string): Promise<Verdict> => {
  const tags = tagsOf(record)
  const policy = tags.get('p')?.toLowerCase()
  if (!isPolicy(policy)) {
    return {
      status: 'fail',
      message: `The DMARC record has no valid policy (p=none, quarantine or reject) and counts as if it were not there. Correct it.`,
    }
  }
  const share = tags.get('pct')
  const partly =
    share !== undefined && share !== '100' ? ` It holds for ${share} % of the mail only.` : ''
  if (!tags.has('rua')) {
    const status = policy === 'none' ? 'warning' : 'pass'
    return {
      status,
      message: `DMARC is set: ${meaning[policy]}.${partly} Nobody gets the reports: add rua=mailto:postmaster@${domain}, else you cannot see who sends in this name.`,
    }
  }
  const refused = await refusedReports(survey, domain, tags)
  if (refused !== undefined) {
    return {
      status: 'warning',
      message: `DMARC is set: ${meaning[policy]}.${partly} But reports to ${refused} are not sent, since ${refused} does not say that it takes them. It must publish “v=DMARC1” at ${domain}._report._dmarc.${refused}.`,
    }
  }
  return {
    status: 'pass',
    message: `DMARC is set: ${meaning[policy]}.${partly} ${advice[policy]}`,
  }
}

/** Parent domains down to two labels, nearest first. */
const parents = (domain: string): string[] => {
  const labels = domain.split('.')
  return labels.slice(1, -1).map((_label, index) => labels.slice(index + 1).join('.'))
}

/**
 * The record of a parent that holds for this domain too. The organisational domain of RFC 7489 3.2 needs a list of
 * public suffixes that is never up to date; the walk upwards of its successor (DMARCbis 4.10) does not.
 */
const inherited = async (survey: Survey, domain: string): Promise<Verdict | undefined> => {
  for (const parent of parents(domain)) {
    const { values } = await survey.resolve(`_dmarc.${parent}`, 'TXT')
    const [record] = pick(values)
    if (record === undefined) continue
    const tags = tagsOf(record)
    const policy = (tags.get('sp') ?? tags.get('p'))?.toLowerCase()
    if (!isPolicy(policy)) return undefined
    return {
      status: 'pass',
      message: `The DMARC record of ${parent} holds for ${domain} too: ${meaning[policy]}. ${advice[policy]}`,
    }
  }
  return undefined
}

/** What receivers do with mail that only claims to be from the domain: RFC 7489. */
export const checkDmarc = async (survey: Survey, { domain }: DomainFacts): Promise<Finding> => {
  const name = `_dmarc.${domain}`
  const view = await survey.look(name, 'TXT')
  const value = `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`
  const [present] = pick(view.truth.values)
  const judge = async (values: readonly string[]): Promise<Verdict> => {
    const [record, second] = values
    if (record === undefined) {
      const above = await inherited(survey, domain)
      if (above) return above
      return {
        status: 'missing',
        message: `${domain} has no DMARC record: anybody can send in its name, and large providers distrust its mail. Begin with the record shown, which changes nothing yet and brings reports.`,
      }
    }
    if (second !== undefined) {
      return {
        status: 'fail',
        message: `${values.length} DMARC records stand at ${name}, and then none counts (RFC 7489 6.6.3). Keep one.`,
      }
    }
    return judgeRecord(survey, domain, record)
  }
  const finding = await examine(view, { type: 'DMARC', name, expected: value, pick }, judge)
  const shown = finding.status === 'pass' && present !== undefined ? present : value
  return { ...finding, expected: shown, record: { host: name, type: 'TXT', value: shown } }
}
