import type { Overview } from '@mc/shared/contract'
import { CircleCheck, Info, OctagonAlert, TriangleAlert } from 'lucide-react'
import { AppLink } from '../../lib/app-link.tsx'
import { formatDay } from '../../lib/format.ts'
import { Card } from '../../ui/card.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { words } from '../../words/overview.ts'
import styles from './overview.module.css'

type Item = Overview['attention'][number]
type Place = { to: string; search?: Readonly<Record<string, string>> }

const own = words.overview
const icons = { bad: OctagonAlert, warn: TriangleAlert, info: Info }

/** Where each is mended; what is mended on the machine itself has its words only. */
const placeOf = ({ code, subject }: Item): Place | undefined => {
  switch (code) {
    case 'no_domains':
      return { to: '/domains', search: { do: 'create' } }
    case 'domain_inactive':
      return { to: '/domains', search: { active: 'false', search: subject } }
    case 'trash_purge_soon':
      return { to: '/trash' }
    case 'certificate_self_signed':
    case 'certificate_expires':
      return { to: '/settings' }
    case 'part_down':
    case 'agent_down':
      return { to: '/services' }
    case 'queue_waiting':
      return { to: '/queue' }
    case 'log_unread':
      return { to: '/logs' }
    case 'dns_wrong':
      return subject ? { to: '/dns', search: { search: subject } } : { to: '/dns/server' }
    case 'disk_full':
      return undefined
  }
}

/** What the sentence speaks of: a moment is told as a day. */
const subjectOf = ({ code, subject }: Item) =>
  code === 'certificate_expires' ? formatDay(subject) : subject

const Row = ({ item }: { item: Item }) => {
  const Icon = icons[item.severity]
  const { text, help, link } = own.attentionWords[item.code]
  const place = placeOf(item)
  return (
    <li className={styles.alert} data-tone={item.severity}>
      <Icon aria-hidden="true" />
      <div className={styles.alertText}>
        <strong>
          <span className="sr-only">{own.severity[item.severity]}: </span>
          {text(subjectOf(item))}
        </strong>
        <span className="muted">{help}</span>
      </div>
      {place && <AppLink {...place}>{link}</AppLink>}
    </li>
  )
}

/** What needs a person, most urgent first, each with the way to mend it. */
export const Attention = ({ overview }: { overview: Overview | undefined }) => (
  <Card title={own.attention} flush>
    {!overview ? (
      <p className={styles.none}>
        <Skeleton width={24} />
      </p>
    ) : overview.attention.length === 0 ? (
      <p className={styles.fine}>
        <CircleCheck aria-hidden="true" />
        {own.attentionNone}
      </p>
    ) : (
      <ul className={styles.rows}>
        {overview.attention.map((item) => (
          <Row key={`${item.code} ${item.subject}`} item={item} />
        ))}
      </ul>
    )}
  </Card>
)
