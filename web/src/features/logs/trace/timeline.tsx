import {
  Ban,
  CircleCheck,
  CirclePause,
  CornerUpLeft,
  Hourglass,
  Info,
  type LucideIcon,
  MailCheck,
  Plug,
  Send,
  ShieldCheck,
  Trash2,
} from 'lucide-react'
import { formatClock, formatDay, formatMoment } from '../../../lib/format.ts'
import { keyed } from '../../../lib/keyed.ts'
import { Fold } from '../../../ui/fold.tsx'
import { words } from '../../../words/trace.ts'
import type { Detail } from './queries.ts'
import styles from './trace.module.css'

const own = words.trace
type Step = Detail['timeline'][number]

const looks: Readonly<Record<Step['stage'], { icon: LucideIcon; tone?: 'ok' | 'warn' | 'bad' }>> = {
  connect: { icon: Plug },
  accepted: { icon: MailCheck },
  checked: { icon: ShieldCheck },
  queued: { icon: Hourglass },
  attempt: { icon: Send },
  delivered: { icon: CircleCheck, tone: 'ok' },
  deferred: { icon: Hourglass, tone: 'warn' },
  bounced: { icon: CornerUpLeft, tone: 'bad' },
  rejected: { icon: Ban, tone: 'bad' },
  discarded: { icon: Trash2 },
  held: { icon: CirclePause, tone: 'warn' },
  notice: { icon: Info },
  removed: { icon: CircleCheck },
}

const StepLine = ({ step, day }: { step: Step; day: string | undefined }) => {
  const { icon: Icon, tone } = looks[step.stage]
  return (
    <li className={styles.step} data-tone={tone}>
      <span className={styles.mark}>
        <Icon aria-hidden="true" />
      </span>
      <span>
        <span className="sr-only">{own.stages[step.stage]}: </span>
        {step.text}
      </span>
      <time dateTime={step.at} data-tip={formatMoment(step.at)}>
        {day && <span>{day} </span>}
        {formatClock(step.at)}
      </time>
    </li>
  )
}

/** The way of a message from connect to its end, and under it the lines of the log that say so. */
export const Timeline = ({ steps }: { steps: Detail['timeline'] }) => {
  if (steps.length === 0) return <p className="muted">{own.noTimeline}</p>
  const days = steps.map(({ at }) => formatDay(at))
  return (
    <>
      <ol className={styles.steps}>
        {keyed(steps, ({ at, line }) => at + line).map(({ key, item }, index) => (
          <StepLine
            key={key}
            step={item}
            day={days[index] === days[index - 1] ? undefined : days[index]}
          />
        ))}
      </ol>
      <Fold title={own.lines(steps.length)}>
        <ol className={styles.lines}>
          {keyed(steps, ({ at, line }) => at + line).map(({ key, item }) => (
            <li key={key}>{item.line}</li>
          ))}
        </ol>
      </Fold>
    </>
  )
}
