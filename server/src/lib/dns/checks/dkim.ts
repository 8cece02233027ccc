import { dkimName, dkimValue } from '@mc/shared/dkim-record'
import { judgeRecords } from '../../dkim-published.ts'
import { examine, type Finding, type Verdict } from '../finding.ts'
import type { Survey } from '../survey.ts'
import type { DkimKey, DomainFacts } from './facts.ts'

const judge = (name: string, key: DkimKey, values: readonly string[]): Verdict => {
  const { dns_status } = judgeRecords(values, key)
  const waits = key.state === 'pending'
  if (dns_status === 'published') {
    return { status: 'pass', message: `The published key is the one of this server.` }
  }
  if (dns_status === 'missing') {
    return waits
      ? {
          status: 'warning',
          message: `The next key is not published yet. Publish it at ${name}, then activate it under DKIM; until then the old key goes on signing.`,
        }
      : {
          status: 'missing',
          message: `No key is published at ${name}, so every signature of this server fails to verify. Publish the record shown.`,
        }
  }
  if (values.length > 1) {
    return {
      status: 'fail',
      message: `${values.length} records stand at ${name}, and receivers may take any of them. Keep the one shown alone.`,
    }
  }
  if (values.some((value) => /(^|;)\s*p=\s*(;|$)/.test(value))) {
    return {
      status: waits ? 'warning' : 'fail',
      message: `The key at ${name} is withdrawn (its p= is empty), so signatures do not verify. Publish the record shown.`,
    }
  }
  return {
    status: waits ? 'warning' : 'fail',
    message: `What is published at ${name} is not the key of this server, so its signatures do not verify. Replace it by the record shown; a value that was cut at 255 characters is the usual cause.`,
  }
}

/** Each key in use or about to be, compared with what is published. */
export const checkDkim = async (survey: Survey, facts: DomainFacts): Promise<Finding[]> => {
  const { domain, keys } = facts
  const used = keys.filter(({ state }) => state !== 'retired')
  if (used.length === 0) {
    const finding: Finding = {
      type: 'DKIM',
      name: `_domainkey.${domain}`,
      expected: 'a key of this server',
      actual: [],
      status: 'missing',
      message: `This server has no signing key for ${domain}, so its mail goes out unsigned. Make one under DKIM.`,
      optional: false,
      record: null,
      differences: [],
    }
    return [finding]
  }
  return Promise.all(
    used.map(async (key) => {
      const name = dkimName(key.selector, domain)
      const value = dkimValue(key.algorithm, key.public_key)
      return examine(
        await survey.look(name, 'TXT'),
        { type: 'DKIM', name, expected: value, record: { host: name, type: 'TXT', value } },
        (values) => judge(name, key, values),
      )
    }),
  )
}
