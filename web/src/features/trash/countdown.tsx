import { formatExact } from '../../lib/format.ts'
import { Badge } from '../../ui/status.tsx'
import { words } from '../../words/trash.ts'

const own = words.trash
const hour = 3_600_000
const day = 24 * hour

/** How long the mail is still kept, in words: `in 12 days`. */
export const timeLeft = (at: string, now: number): string => {
  const left = new Date(at).getTime() - now
  if (left < hour) return own.due
  return left < 2 * day ? own.hours(Math.floor(left / hour)) : own.days(Math.round(left / day))
}

/** When the mail is erased; marked when that is within two days. */
export const Countdown = ({ at }: { at: string }) => {
  const now = Date.now()
  const text = timeLeft(at, now)
  const exact = formatExact(at)
  return (
    <time dateTime={at} data-tip={exact}>
      {new Date(at).getTime() - now < 2 * day ? <Badge tone="warn">{text}</Badge> : text}
      <span className="sr-only">, {exact}</span>
    </time>
  )
}
