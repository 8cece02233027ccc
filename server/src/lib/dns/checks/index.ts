import type { Finding } from '../finding.ts'
import type { Survey } from '../survey.ts'
import { checkAddresses } from './addresses.ts'
import { checkCaa } from './caa.ts'
import { checkAutoconfiguration, checkServices } from './clients.ts'
import { checkDkim } from './dkim.ts'
import { checkDmarc } from './dmarc.ts'
import type { DomainFacts, HostFacts } from './facts.ts'
import { checkMtaSts } from './mta-sts.ts'
import { checkMx } from './mx.ts'
import { checkNameServers } from './name-servers.ts'
import { checkReverseNames } from './ptr.ts'
import { checkSpf } from './spf.ts'
import { checkTlsReports } from './tls-rpt.ts'
import { checkTlsa } from './tlsa.ts'

/** All that concerns one domain, in the order in which it is shown. */
export const checkDomain = async (survey: Survey, facts: DomainFacts): Promise<Finding[]> => {
  const found = await Promise.all([
    checkNameServers(survey, facts.domain),
    checkMx(survey, facts),
    checkSpf(survey, facts),
    checkDkim(survey, facts),
    checkDmarc(survey, facts),
    checkMtaSts(survey, facts),
    checkTlsReports(survey, facts),
    checkServices(survey, facts),
    checkAutoconfiguration(survey, facts.domain),
  ])
  return found.flat()
}

/** All that concerns the server whatever the domain. */
export const checkHost = async (survey: Survey, host: HostFacts): Promise<Finding[]> => {
  const found = await Promise.all([
    checkAddresses(survey, host),
    checkReverseNames(survey, host),
    checkTlsa(survey, host),
    checkCaa(survey, host),
  ])
  return found.flat()
}
