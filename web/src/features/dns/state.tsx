import type { DnsDomain, DnsRecord } from '@mc/shared/contract'
import { Status, type Tone } from '../../ui/status.tsx'
import { words } from '../../words/dns.ts'

const own = words.dns

type State = DnsDomain['status']

const tones: Readonly<Record<State, Tone>> = {
  pass: 'ok',
  warning: 'warn',
  fail: 'bad',
  missing: 'bad',
  unknown: 'off',
}

export const DomainState = ({ status }: { status: State }) => (
  <Status tone={tones[status]}>{own.statuses[status]}</Status>
)

export const isAbsent = ({ optional, status }: DnsRecord): boolean =>
  optional && status === 'missing'
export const isHandled = ({ acknowledged }: DnsRecord): boolean =>
  acknowledged !== null && !acknowledged.changed

/** A record's state; what is optional or taken care of elsewhere is no fault. */
export const RecordState = ({ record }: { record: DnsRecord }) => {
  if (isAbsent(record)) return <Status tone="off">{own.notSetUp}</Status>
  if (isHandled(record)) return <Status tone="info">{own.handled}</Status>
  return <DomainState status={record.status} />
}

const summed = ['fail', 'missing', 'warning', 'unknown', 'acknowledged'] as const

/** What was found of a domain's own records, in a few words. */
export const summaryOf = ({ counts, checked_at }: DnsDomain): string => {
  if (checked_at === null) return own.never
  const parts = summed.filter((key) => counts[key] > 0).map((key) => own.summary[key](counts[key]))
  return parts.length > 0 ? parts.join(', ') : own.allGood
}
