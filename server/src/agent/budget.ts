/**
 * How many destructive operations are let through in an hour, over all of them: a taken-over panel must not empty the
 * machine before somebody looks. Kept in memory; the panel cannot restart the agent.
 */
export interface Budget {
  /** Takes one; false when the hour's are used up. */
  take(): boolean
  /** Seconds until the next one is free. */
  wait(): number
}

const HOUR = 3_600_000

export const createBudget = (perHour: number, now: () => number = Date.now): Budget => {
  const taken: number[] = []
  const forget = (): void => {
    while ((taken[0] ?? Number.POSITIVE_INFINITY) <= now() - HOUR) taken.shift()
  }
  return {
    take: () => {
      forget()
      if (taken.length >= perHour) return false
      taken.push(now())
      return true
    },
    wait: () => {
      forget()
      const oldest = taken[0]
      if (oldest === undefined || taken.length < perHour) return 0
      return Math.ceil((oldest + HOUR - now()) / 1000)
    },
  }
}
