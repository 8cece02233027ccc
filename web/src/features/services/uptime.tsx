import { useEffect, useState } from 'react'
import { formatExact } from '../../lib/format.ts'
import { words } from '../../words/services.ts'

const every = 15_000
const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
] as const

/** `3 d 4 h`, `12 min`: the two largest units. */
const lasting = (seconds: number): string => {
  const first = units.findIndex(([, size]) => seconds >= size)
  if (first < 0) return words.services.lessThanMinute
  let rest = seconds
  const parts = units.slice(first, first + 2).flatMap(([unit, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count > 0 ? [`${count} ${unit}`] : []
  })
  return parts.join(' ')
}

/** How long it runs, going on by itself; the moment of its start on hover. */
export const Uptime = ({ since }: { since: string }) => {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, (now - Date.parse(since)) / 1000)
  return (
    <time dateTime={since} data-tip={formatExact(since)} className="num">
      {lasting(seconds)}
    </time>
  )
}
