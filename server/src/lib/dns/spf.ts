import { BlockList, isIPv4 } from 'node:net'
import { reverseName } from './reverse-name.ts'
import { expandMacros, type SpfIdentity } from './spf-macro.ts'
import { isSpf, type Mechanism, type Modifier, parseTerm, termsOf } from './spf-terms.ts'
import { type Answer, isKnown, type RecordType } from './types.ts'

export type SpfResult =
  | 'pass'
  | 'fail'
  | 'softfail'
  | 'neutral'
  | 'none'
  | 'permerror'
  | 'temperror'

export interface SpfOutcome {
  readonly result: SpfResult
  /** Terms that needed the DNS, at most 10 (RFC 7208 4.6.4). */
  readonly lookups: number
  /** Look-ups that found nothing, at most 2. */
  readonly voids: number
  /** Why it is an error: a clause without its full stop. */
  readonly problem: string | undefined
}

export type Resolve = (name: string, type: RecordType) => Promise<Answer>

const MAX_LOOKUPS = 10
const MAX_VOIDS = 2
const MAX_MX = 10

/** Ends the evaluation, however deep. */
class SpfError extends Error {
  readonly result: 'permerror' | 'temperror'
  constructor(result: 'permerror' | 'temperror', message: string) {
    super(message)
    this.result = result
  }
}
const permanent = (message: string): SpfError => new SpfError('permerror', message)

const isWithin = (ip: string, address: string, prefix: number): boolean => {
  if (isIPv4(ip) !== isIPv4(address)) return false
  const family = isIPv4(address) ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(address, prefix, family)
  return list.check(ip, family)
}

/** check_host() of RFC 7208 for one client address; counts over all records that it visits. */
class Evaluation {
  private readonly id: SpfIdentity
  private readonly resolve: Resolve
  lookups = 0
  voids = 0

  constructor(id: SpfIdentity, resolve: Resolve) {
    this.id = id
    this.resolve = resolve
  }

  /** @param given the record of the first domain where it is known already */
  async check(domain: string, given?: string): Promise<SpfResult> {
    const record = given ?? (await this.recordOf(domain))
    if (record === undefined) return 'none'
    const terms = termsOf(record).map((text) => {
      const term = parseTerm(text)
      if (!term) throw permanent(`“${text}” in the record of ${domain} is not valid`)
      return term
    })
    for (const term of terms) {
      if (term.kind === 'mechanism' && (await this.matches(term, domain))) return term.qualifier
    }
    return this.redirected(terms, domain)
  }

  private async redirected(
    terms: readonly (Mechanism | Modifier)[],
    domain: string,
  ): Promise<SpfResult> {
    const redirects = terms.filter((term) => term.kind === 'modifier' && term.name === 'redirect')
    const [redirect] = redirects
    if (redirects.length > 1) throw permanent(`the record of ${domain} has two redirects`)
    const hasAll = terms.some((term) => term.kind === 'mechanism' && term.name === 'all')
    if (!redirect || hasAll) return 'neutral'
    this.count()
    const target = this.expand(redirect.value, domain)
    const result = await this.check(target)
    if (result === 'none') throw permanent(`${target}, which the record redirects to, has no SPF`)
    return result
  }

  private async matches(term: Mechanism, domain: string): Promise<boolean> {
    const { name, value } = term
    if (name === 'all') return true
    if (name === 'ip4' || name === 'ip6') return isWithin(this.id.ip, value, term.prefix4)
    this.count()
    const target = value === '' ? domain : this.expand(value, domain)
    if (name === 'include') return this.included(target)
    if (name === 'a') return this.isAddressOf(target, term)
    if (name === 'mx') return this.isExchangeOf(target, term)
    if (name === 'exists') return (await this.ask(target, 'A')).length > 0
    return this.isNamed(target)
  }

  private async included(target: string): Promise<boolean> {
    const result = await this.check(target)
    if (result === 'none') throw permanent(`${target}, which is included, has no SPF record`)
    return result === 'pass'
  }

  private async isAddressOf(name: string, term: Mechanism): Promise<boolean> {
    const found = await this.ask(name, isIPv4(this.id.ip) ? 'A' : 'AAAA')
    const prefix = isIPv4(this.id.ip) ? term.prefix4 : term.prefix6
    return found.some((address) => isWithin(this.id.ip, address, prefix))
  }

  private async isExchangeOf(name: string, term: Mechanism): Promise<boolean> {
    const found = await this.ask(name, 'MX')
    if (found.length > MAX_MX) throw permanent(`${name} has more than ${MAX_MX} MX records`)
    for (const exchange of found.map((value) => value.split(' ')[1] ?? '.')) {
      if (exchange !== '.' && (await this.isAddressOf(exchange, term))) return true
    }
    return false
  }

  private async isNamed(target: string): Promise<boolean> {
    const names = await this.ask(reverseName(this.id.ip), 'PTR')
    for (const name of names.slice(0, MAX_MX)) {
      if (name !== target && !name.endsWith(`.${target}`)) continue
      const found = await this.ask(name, isIPv4(this.id.ip) ? 'A' : 'AAAA')
      if (found.includes(this.id.ip)) return true
    }
    return false
  }

  private async recordOf(domain: string): Promise<string | undefined> {
    const answer = await this.resolve(domain, 'TXT')
    if (!isKnown(answer)) throw new SpfError('temperror', `${domain} could not be looked up`)
    const records = answer.values.filter(isSpf)
    if (records.length > 1) throw permanent(`${domain} has ${records.length} SPF records`)
    return records[0]
  }

  private async ask(name: string, type: RecordType): Promise<readonly string[]> {
    const answer = await this.resolve(name, type)
    if (!isKnown(answer)) throw new SpfError('temperror', `${name} could not be looked up`)
    if (answer.values.length > 0) return answer.values
    this.voids += 1
    if (this.voids > MAX_VOIDS) {
      throw permanent(`more than ${MAX_VOIDS} of the names in it lead nowhere, ${name} among them`)
    }
    return []
  }

  private count(): void {
    this.lookups += 1
    if (this.lookups > MAX_LOOKUPS) throw permanent(`it needs more than ${MAX_LOOKUPS} look-ups`)
  }

  private expand(spec: string, domain: string): string {
    const name = expandMacros(spec, this.id, domain)
    if (name === undefined || name === '') throw permanent(`“${spec}” is not a valid name`)
    return name
  }
}

/** What receivers make of a record when mail of the domain comes from this address. */
export const evaluateSpf = async (
  record: string,
  domain: string,
  id: SpfIdentity,
  resolve: Resolve,
): Promise<SpfOutcome> => {
  const evaluation = new Evaluation(id, resolve)
  const outcome = (result: SpfResult, problem?: string): SpfOutcome => ({
    result,
    lookups: Math.min(evaluation.lookups, MAX_LOOKUPS + 1),
    voids: evaluation.voids,
    problem,
  })
  try {
    return outcome(await evaluation.check(domain, record))
  } catch (error) {
    if (!(error instanceof SpfError)) throw error
    return outcome(error.result, error.message)
  }
}
