import { mock } from 'node:test'
import type { Test } from 'tap'

/**
 * Stops this process's clock (Date, not its timers) until the test ends: what holds for a second or a minute holds
 * however long the machine takes for the calls of the test.
 */
export const stopClock = (t: Test) => {
  mock.timers.enable({ apis: ['Date'], now: Date.now() })
  t.teardown(() => mock.timers.reset())
  return {
    /** Lets time pass at once. */
    advance: (milliseconds: number): void => mock.timers.setTime(Date.now() + milliseconds),
  }
}
