import { createHash } from 'node:crypto'
import { domainToUnicode } from 'node:url'
import type { DnsDomain, DnsRecord } from '@mc/shared/contract'
import type { DnsRow } from '../../db/dns.ts'
import type { AcknowledgementRow } from '../../db/dns-acknowledgements.ts'
import { type Finding, type FindingStatus, severityOf, worst } from '../../lib/dns/finding.ts'

/** What stands there, as one digest: an acknowledgement holds until it changes. */
export const digestOf = ({ actual }: Pick<Finding, 'actual'>): string =>
  createHash('sha256').update(JSON.stringify(actual.toSorted())).digest('hex')

const acknowledgementOf = (
  finding: Finding,
  rows: readonly AcknowledgementRow[],
): DnsRecord['acknowledged'] => {
  const row = rows.find(({ type, name }) => type === finding.type && name === finding.name)
  if (!row || finding.status === 'pass') return null
  // While nobody answers nothing is known to have changed.
  const changed = finding.status !== 'unknown' && row.actual !== digestOf(finding)
  return { by: row.account, at: row.created_at, changed }
}

/** Whether a record decides about the colour of its domain. */
const counts = ({ optional, status, acknowledged }: DnsRecord): boolean =>
  !(optional && status === 'missing') && (acknowledged === null || acknowledged.changed)

export const statusOf = (records: readonly DnsRecord[]): FindingStatus =>
  worst(records.filter(counts).map(({ status }) => status))

const countsOf = (records: readonly DnsRecord[]): DnsDomain['counts'] => {
  const counting = records.filter(counts)
  const of = (wanted: FindingStatus) => counting.filter(({ status }) => status === wanted).length
  return {
    pass: of('pass'),
    warning: of('warning'),
    fail: of('fail'),
    missing: of('missing'),
    unknown: of('unknown'),
    acknowledged: records.filter(({ acknowledged }) => acknowledged && !acknowledged.changed)
      .length,
    optional: records.filter(({ optional, status }) => optional && status === 'missing').length,
  }
}

export const recordsOf = (
  findings: readonly Finding[],
  rows: readonly AcknowledgementRow[],
  scope: DnsRecord['scope'],
): DnsRecord[] =>
  findings.map(({ actual, differences, ...finding }) => ({
    ...finding,
    actual: [...actual],
    differences: differences.map((one) => ({ ...one, actual: [...one.actual] })),
    scope,
    acknowledged: acknowledgementOf({ ...finding, actual, differences }, rows),
  }))

/** A stored look with what is acknowledged now. The database holds only what `outcomeOf` wrote, hence the cast. */
export const recordsOfRow = (
  row: Pick<DnsRow, 'findings'>,
  rows: readonly AcknowledgementRow[],
  scope: DnsRecord['scope'],
): DnsRecord[] => recordsOf(JSON.parse(row.findings) as Finding[], rows, scope)

export const judgedAs = (records: readonly DnsRecord[]): { status: string; severity: number } => {
  // What was never looked at is not well.
  const status = records.length === 0 ? 'unknown' : statusOf(records)
  return { status, severity: severityOf(status) }
}

/** One entry of the list: its own records, and those of the server, which concern each domain. */
export const toWire = (
  row: Pick<DnsRow, 'domain' | 'checked_at'>,
  own: readonly DnsRecord[],
  host: readonly DnsRecord[],
): DnsDomain => {
  const own_status = own.length === 0 ? 'unknown' : statusOf(own)
  return {
    domain: row.domain,
    domain_unicode: domainToUnicode(row.domain),
    status: worst([own_status, statusOf(host)]),
    own_status,
    counts: countsOf(own),
    checked_at: row.checked_at,
    records: [...own, ...host],
  }
}
