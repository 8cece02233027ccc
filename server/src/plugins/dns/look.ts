import { X509Certificate } from 'node:crypto'
import type { Config } from '../../config/config.ts'
import { publishedKeys } from '../../db/dns.ts'
import type { Databases } from '../../db/index.ts'
import { readSettings } from '../../db/settings.ts'
import type { Agent } from '../../deps.ts'
import type { DomainFacts, HostFacts } from '../../lib/dns/checks/facts.ts'
import { checkDomain, checkHost } from '../../lib/dns/checks/index.ts'
import type { Finding } from '../../lib/dns/finding.ts'
import { createSurvey, type Sources } from '../../lib/dns/survey.ts'
import { plainAddress } from '../../lib/dns/values.ts'
import type { PolicySource } from './policy.ts'
import { policyFetcher } from './policy.ts'

export interface LookParts {
  readonly config: Config
  readonly db: Databases
  readonly agent: Agent
  readonly sources: Sources
  readonly policies: PolicySource
}

/** Milliseconds after which what is not known is `unknown`. */
const DEADLINE_MS = 20_000
const MAX_VALUES = 12
const MAX_TEXT = 1024
/** A DKIM record of 4096 bits has some 750 characters. */
const MAX_RECORD = 4096

/** What strangers publish is kept in bounds. */
const bounded = (values: readonly string[]): string[] =>
  values.slice(0, MAX_VALUES).map((value) => value.slice(0, MAX_TEXT))

const kept = (findings: readonly Finding[]): Finding[] =>
  findings.map((finding) => ({
    ...finding,
    actual: bounded(finding.actual),
    message: finding.message.slice(0, MAX_TEXT),
    expected: finding.expected.slice(0, MAX_RECORD),
    record: finding.record && {
      ...finding.record,
      value: finding.record.value.slice(0, MAX_RECORD),
    },
    differences: finding.differences
      .slice(0, MAX_VALUES)
      .map((one) => ({ ...one, actual: bounded(one.actual) })),
  }))

const certificateOf = async ({ agent }: LookParts): Promise<HostFacts['certificate']> => {
  if (!agent.present) return undefined
  try {
    const { chain } = await agent.call('certificate.read', {})
    const [own, ...issuers] = chain.map((der) => new X509Certificate(Buffer.from(der, 'base64')))
    return own && { own, issuers }
  } catch {
    return undefined
  }
}

/** Loopback is what the private stack's world has in place of an address. */
const LOOPBACK = ['127.0.0.1']

const hostFacts = async (parts: LookParts): Promise<HostFacts> => {
  const { values } = await readSettings(parts.db.panel)
  const isPrivateWorld = parts.config.mail === 'sandbox'
  const own = values.public_addresses.map((address) => plainAddress(address.toLowerCase()))
  return {
    hostname: values.hostname,
    addresses: own.length === 0 && isPrivateWorld ? LOOPBACK : own,
    isPrivateWorld,
    certificate: await certificateOf(parts),
  }
}

const domainFacts = async (parts: LookParts, domain: string): Promise<DomainFacts> => ({
  domain,
  host: await hostFacts(parts),
  keys: await publishedKeys(parts.db, domain),
  ports: parts.config.layout.ports,
  fetchPolicy: policyFetcher(parts.policies),
})

const surveyUntil = ({ sources }: LookParts, end: AbortSignal) =>
  createSurvey(sources, AbortSignal.any([end, AbortSignal.timeout(DEADLINE_MS)]))

/**
 * Asks for everything that concerns a domain. Takes at most about twenty seconds.
 * @param end aborted when the panel stops
 */
export const lookAtDomain = async (
  parts: LookParts,
  end: AbortSignal,
  domain: string,
): Promise<Finding[]> =>
  kept(await checkDomain(surveyUntil(parts, end), await domainFacts(parts, domain)))

/** Asks for everything that concerns the server itself. */
export const lookAtHost = async (parts: LookParts, end: AbortSignal): Promise<Finding[]> =>
  kept(await checkHost(surveyUntil(parts, end), await hostFacts(parts)))
