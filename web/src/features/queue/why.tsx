import { Lightbulb } from 'lucide-react'
import { CopyValue } from '../../ui/copy.tsx'
import { Fold } from '../../ui/fold.tsx'
import { words } from '../../words/queue.ts'
import type { Message, Recipient } from './queries.ts'
import styles from './queue.module.css'

const own = words.queue

interface Group {
  key: string
  why: NonNullable<Recipient['why']>
  addresses: string[]
}

/** Recipients for whom the same was said, together. */
const groupsOf = ({ recipients }: Message): Group[] => {
  const groups = new Map<string, Group>()
  for (const { address, why } of recipients) {
    if (!why) continue
    const key = `${why.cause} ${why.evidence}`
    const group = groups.get(key)
    if (group) group.addresses.push(address)
    else groups.set(key, { key, why, addresses: [address] })
  }
  return [...groups.values()]
}

const Addresses = ({ addresses }: { addresses: readonly string[] }) => (
  <ul className={styles.addresses}>
    {addresses.map((address) => (
      <li key={address}>
        <CopyValue value={address} what={address} mono={false} />
      </li>
    ))}
  </ul>
)

const Reason = ({ group: { why, addresses } }: { group: Group }) => (
  <li className={styles.reasonCard}>
    <p className={styles.sentence}>{why.sentence}</p>
    {addresses.length > 3 ? (
      <Fold title={own.showRecipients(addresses.length)}>
        <Addresses addresses={addresses} />
      </Fold>
    ) : (
      <Addresses addresses={addresses} />
    )}
    <figure className={styles.evidence}>
      <figcaption>{own.evidence}</figcaption>
      <blockquote className="mono">{why.evidence}</blockquote>
    </figure>
    {why.advice && (
      <p className={styles.advice}>
        <Lightbulb aria-hidden="true" />
        <span>
          <span className="sr-only">{own.advice}: </span>
          {why.advice}
        </span>
      </p>
    )}
  </li>
)

/** Recipients that nothing was said about yet. */
const untried = ({ recipients }: Message) =>
  recipients.filter(({ why }) => !why).map(({ address }) => address)

/** Why a message waits, for each cause: a sentence, for whom, the words that say so, and what to do. */
export const Why = ({ message }: { message: Message }) => {
  const groups = groupsOf(message)
  const rest = untried(message)
  const held = message.queue === 'hold'
  return (
    <ul className={styles.reasons}>
      {held && <li className={styles.reasonCard}>{own.whyNot.hold}</li>}
      {groups.map((group) => (
        <Reason key={group.key} group={group} />
      ))}
      {rest.length > 0 && (
        <li className={styles.reasonCard}>
          {!held && <p className={styles.sentence}>{own.whyNot[message.queue]}</p>}
          <Addresses addresses={rest} />
        </li>
      )}
    </ul>
  )
}
