import { examine, type Finding, type Verdict } from '../finding.ts'
import type { Survey } from '../survey.ts'
import type { DomainFacts } from './facts.ts'
import { type Reach, reachOf } from './own-address.ts'

interface Exchange extends Reach {
  readonly preference: number
  readonly name: string
}

const parse = (value: string): { preference: number; name: string } => {
  const [preference = '0', name = '.'] = value.split(' ')
  return { preference: Number(preference), name }
}

const listed = (exchanges: readonly { readonly name: string }[]): string =>
  exchanges.map(({ name }) => name).join(', ')

const elsewhere = ({ domain, host }: DomainFacts, all: readonly Exchange[]): Verdict => ({
  status: 'fail',
  message: `Mail for ${domain} goes to ${listed(all)}, not to this server. Point the MX record at ${host.hostname}; if a filter service stands in front on purpose, mark this as handled elsewhere.`,
})

const faulty = (all: readonly Exchange[]): Verdict | undefined => {
  const lost = all.filter(({ known, addresses }) => known && addresses.length === 0)
  if (lost.length > 0) {
    return {
      status: 'fail',
      message: `${listed(lost)} has no address, so mail for it cannot be delivered. Correct the name in the MX record, or publish its address.`,
    }
  }
  const aliases = all.filter(({ isAlias }) => isAlias)
  if (aliases.length > 0) {
    return {
      status: 'warning',
      message: `${listed(aliases)} is an alias (CNAME), which an MX record must not name (RFC 2181 10.3). Name the host that it leads to.`,
    }
  }
  return undefined
}

const compare = (facts: DomainFacts, all: readonly Exchange[]): Verdict => {
  const ours = all.filter(({ isOurs }) => isOurs)
  const others = all.filter(({ isOurs }) => !isOurs)
  const unclear = others.filter(({ known }) => !known)
  if (ours.length === 0 && unclear.length > 0) {
    return {
      status: 'unknown',
      message: `The MX record names ${listed(unclear)}, and no name server would say where that leads. Check again in a while.`,
    }
  }
  const fault = faulty(all)
  if (fault) return fault
  if (ours.length === 0) return elsewhere(facts, all)
  const first = Math.min(...ours.map(({ preference }) => preference))
  const before = others.filter(({ preference }) => preference <= first)
  if (before.length > 0) {
    return {
      status: 'warning',
      message: `${listed(before)} is tried before this server or as often. If that is a filter service in front, mark this as handled elsewhere; else remove it or give it a higher number.`,
    }
  }
  if (others.length > 0) {
    return {
      status: 'warning',
      message: `Mail comes to this server, and to ${listed(others)} when it cannot be reached. Spam likes such back-up servers: keep one only if it checks recipients as this server does.`,
    }
  }
  return { status: 'pass', message: `Mail for ${facts.domain} comes to this server.` }
}

/** Where mail for the domain goes. */
export const checkMx = async (survey: Survey, facts: DomainFacts): Promise<Finding> => {
  const { domain, host } = facts
  const value = `10 ${host.hostname}`
  const judge = async (values: readonly string[]): Promise<Verdict> => {
    const parsed = values.map(parse)
    if (parsed.length === 0) {
      return {
        status: 'missing',
        message: `${domain} has no MX record. Some servers fall back to its address record, many refuse its mail as from nowhere. Publish ${value}.`,
      }
    }
    if (parsed.some(({ name }) => name === '.')) {
      return {
        status: 'fail',
        message: `The null MX says that ${domain} takes no mail at all (RFC 7505), and other servers refuse its senders. Replace it by ${value}.`,
      }
    }
    const all = await Promise.all(
      parsed.map(async (one) => ({ ...one, ...(await reachOf(survey, host, one.name)) })),
    )
    return compare(facts, all)
  }
  return examine(
    await survey.look(domain, 'MX'),
    { type: 'MX', name: domain, expected: value, record: { host: domain, type: 'MX', value } },
    judge,
  )
}
