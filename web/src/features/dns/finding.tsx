import type { DnsRecord } from '@mc/shared/contract'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Fold } from '../../ui/fold.tsx'
import { Badge } from '../../ui/status.tsx'
import { RelTime } from '../../ui/text.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/dns.ts'
import styles from './dns.module.css'
import { Publish } from './publish.tsx'
import { useAcknowledge } from './queries.ts'
import { isHandled, RecordState } from './state.tsx'

const own = words.dns

const left = (seconds: number): string => {
  if (seconds < 90) return own.seconds(seconds)
  return seconds < 5400
    ? own.minutes(Math.round(seconds / 60))
    : own.hours(Math.round(seconds / 3600))
}

const Values = ({ values }: { values: readonly string[] }) =>
  values.length === 0 ? (
    <span className="muted">{own.none}</span>
  ) : (
    values.map((value) => <CodeBlock key={value}>{value}</CodeBlock>)
  )

/** What should stand there beside what does; where all is well, one of the two. */
const Compared = ({ record }: { record: DnsRecord }) => (
  <dl className={styles.compared}>
    {record.expected !== '' && record.status !== 'pass' && (
      <div>
        <dt>{own.expected}</dt>
        <dd>
          <Values values={[record.expected]} />
        </dd>
      </div>
    )}
    <div>
      <dt>{own.actual}</dt>
      <dd>
        <Values values={record.actual} />
      </dd>
    </div>
  </dl>
)

const Differences = ({ record }: { record: DnsRecord }) =>
  record.differences.length > 0 && (
    <div className={styles.differences}>
      <p className={styles.label}>{own.differences}</p>
      {record.differences.map(({ server, actual, ttl }) => (
        <div key={server} className={styles.difference}>
          <span>
            <span className="mono">{server}</span>{' '}
            <span className="muted">
              {ttl === null ? own.differenceOwn : own.differenceTtl(left(ttl))}
            </span>
          </span>
          <Values values={actual} />
        </div>
      ))}
    </div>
  )

const Acknowledged = ({ acknowledged }: Pick<DnsRecord, 'acknowledged'>) =>
  acknowledged && (
    <p className={styles.note}>
      {acknowledged.changed ? (
        own.handledChanged(acknowledged.by)
      ) : (
        <>
          {own.handledBy(acknowledged.by)} <RelTime at={acknowledged.at} />.
        </>
      )}
    </p>
  )

/** "Handled elsewhere", and its way back. */
const Handle = ({
  record,
  domain,
  readOnly,
}: {
  record: DnsRecord
  domain: string
  readOnly: string | undefined
}) => {
  const acknowledge = useAcknowledge()
  const [busy, setBusy] = useState(false)
  const handled = isHandled(record)
  const { type, name } = record
  return (
    <div>
      <Button
        size="sm"
        busy={busy}
        disabledReason={readOnly}
        {...(handled ? {} : { 'data-tip': own.handleTip })}
        onClick={() => {
          setBusy(true)
          acknowledge({ domain, type, name, acknowledged: !handled })
            .catch(toast.fail)
            .finally(() => setBusy(false))
        }}
      >
        {handled ? own.takeBack : own.handle}
      </Button>
    </div>
  )
}

/** One record: what was found, what should stand there beside what does, and what to copy. */
export const Finding = ({
  record,
  domain,
  readOnly,
}: {
  record: DnsRecord
  /** Undefined for the server's own page: what concerns all domains is taken care of with one of them. */
  domain: string | undefined
  readOnly: string | undefined
}) => {
  const counts = record.status !== 'pass' && !(record.optional && record.status === 'missing')
  return (
    <article className={styles.finding} aria-label={`${record.type} ${record.name}`}>
      <header className={styles.head}>
        <Badge>{record.type}</Badge>
        <span className={styles.name}>{record.name}</span>
        <RecordState record={record} />
      </header>
      <p className={styles.message}>{record.message}</p>
      <Acknowledged acknowledged={record.acknowledged} />
      {(record.status !== 'pass' || record.actual.length > 0) && <Compared record={record} />}
      <Differences record={record} />
      {record.record && record.status !== 'pass' && (
        <Fold
          title={own.publish}
          open={record.status === 'fail' || (counts && record.status === 'missing')}
        >
          <Publish record={record.record} zone={domain ?? record.name} />
        </Fold>
      )}
      {counts && domain !== undefined && (
        <Handle record={record} domain={domain} readOnly={readOnly} />
      )}
    </article>
  )
}
