const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** RFC 3339 as rsyslog writes it (RFC 5424 6.2.3), any zone. */
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d) /
/** RFC 3164 4.1.2: no year, no zone, local time. */
const traditional = /^([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d) /

/** The year that brings a stamp without one nearest to the time before it: right across New Year, both ways. */
const nearestYear = (near: number, timeIn: (year: number) => number): number => {
  const year = new Date(near).getFullYear()
  const distance = (candidate: number): number => Math.abs(timeIn(candidate) - near)
  return [year - 1, year + 1].reduce(
    (best, one) => (distance(one) < distance(best) ? one : best),
    year,
  )
}

export interface Stamp {
  /** Milliseconds since 1970. */
  readonly at: number
  /** Characters that it took, the blank behind it included. */
  readonly length: number
}

/**
 * The time at the beginning of a line.
 * @param near milliseconds since 1970 of the line before, for stamps without a year
 */
export const readStamp = (line: string, near: number): Stamp | undefined => {
  const modern = rfc3339.exec(line)?.[0]
  if (modern !== undefined) {
    const at = Date.parse(modern.trimEnd())
    return Number.isNaN(at) ? undefined : { at, length: modern.length }
  }
  const old = traditional.exec(line)
  if (!old) return undefined
  const [whole, name = '', day, hour, minute, second] = old
  const month = months.indexOf(name)
  if (month < 0) return undefined
  const timeIn = (year: number): number =>
    new Date(year, month, Number(day), Number(hour), Number(minute), Number(second)).getTime()
  return { at: timeIn(nearestYear(near, timeIn)), length: whole.length }
}
