import type { DnsRecord } from '@mc/shared/contract'
import { CircleCheck } from 'lucide-react'
import { Fold } from '../../ui/fold.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { words } from '../../words/dns.ts'
import styles from './dns.module.css'
import { Finding } from './finding.tsx'
import { isAbsent, isHandled } from './state.tsx'

const own = words.dns

const order: Readonly<Record<DnsRecord['status'], number>> = {
  fail: 0,
  missing: 1,
  warning: 2,
  unknown: 3,
  pass: 4,
}

type Group = 'open' | 'handled' | 'good' | 'absent'

const groupOf = (record: DnsRecord): Group => {
  if (record.status === 'pass') return 'good'
  if (isAbsent(record)) return 'absent'
  return isHandled(record) ? 'handled' : 'open'
}

interface Props {
  records: readonly DnsRecord[]
  domain: string | undefined
  readOnly: string | undefined
}

const List = ({ records, ...rest }: Props) => (
  <div className={styles.list}>
    {records.map((record) => (
      <Finding key={`${record.type} ${record.name}`} record={record} {...rest} />
    ))}
  </div>
)

/** All records of a domain: what needs a person first, what is well or not wanted folded away. */
export const Findings = ({ records, ...rest }: Props) => {
  const groups = Map.groupBy(records, groupOf)
  const of = (group: Group) => groups.get(group) ?? []
  const open = of('open').toSorted((a, b) => order[a.status] - order[b.status])
  return (
    <>
      {open.length === 0 ? (
        <p className={styles.well}>
          <CircleCheck aria-hidden="true" />
          {own.nothingOpen}
        </p>
      ) : (
        <PanelSection title={own.groups.open(open.length)}>
          <List records={open} {...rest} />
        </PanelSection>
      )}
      {(['handled', 'good', 'absent'] as const).map((group) => {
        const those = of(group)
        return (
          those.length > 0 && (
            <Fold key={group} title={own.groups[group](those.length)}>
              <List records={those} {...rest} />
            </Fold>
          )
        )
      })}
    </>
  )
}
