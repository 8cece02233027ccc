import { words } from '../words/index.ts'

const locale = words.locale
const integers = new Intl.NumberFormat(locale)
const decimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' })
const utc = new Intl.DateTimeFormat(locale, {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'UTC',
})
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })
const dayMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' })
const local = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' })
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'narrow' })

/** `12,345` */
export const formatNumber = (value: number) => integers.format(value)

/** Bytes in binary units: `1.2 GB` for 1.2 × 2³⁰, as mail clients count. */
export const formatBytes = (bytes: number) => {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), 5)
  return `${decimals.format(bytes / 2 ** (10 * power))} ${['B', 'kB', 'MB', 'GB', 'TB', 'PB'][power]}`
}

/** The moment in the viewer's zone, and in the server's (UTC). */
export const formatExact = (iso: string) => {
  const date = new Date(iso)
  return `${exact.format(date)} · ${utc.format(date)} UTC`
}

/** `14 Nov`, for axes. */
export const formatDayMonth = (iso: string) => dayMonth.format(new Date(iso))

/** `14:30`, for axes. */
export const formatTime = (iso: string) => time.format(new Date(iso))

/** `14:30:05` in the viewer's zone. */
export const formatClock = (iso: string) => local.format(new Date(iso))

/** `14 Nov 2026, 14:30:05` in the viewer's zone. */
export const formatMoment = (iso: string) => exact.format(new Date(iso))

export const formatDay = (iso: string) => day.format(new Date(iso))

const steps = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
] as const

/** `3 min ago`; older than a month, the day. */
export const formatRelative = (iso: string, now: number) => {
  let value = (new Date(iso).getTime() - now) / 1000
  if (Math.abs(value) < 45) return words.time.now
  for (const [unit, size] of steps) {
    if (Math.abs(value) < size) return relative.format(Math.round(value), unit)
    value /= size
  }
  return formatDay(iso)
}
