import type { Kysely } from 'kysely'
import type { PanelSchema } from '../../db/schema.ts'
import { AppError } from '../../http/app-error.ts'
import {
  countFailures,
  deleteFailures,
  deleteOldFailures,
  insertFailure,
  knowsNetwork,
  rememberNetwork,
} from './store.ts'

const MINUTE = 60_000
/** Failures count this long. */
const WINDOW = 15 * MINUTE
/** From one network: free tries, then 30 s doubling up to the window. */
const FREE_TRIES = 5
const FIRST_DELAY = MINUTE / 2
/** From all networks together: from here on at most one try a minute from networks that never succeeded. */
const BRAKE_FROM = 50
const BRAKE = MINUTE
const NETWORK_KNOWN = 30 * 24 * 60 * MINUTE

/** An account's name as typed (folded) and the network of who typed it. */
export interface Attempt {
  readonly key: string
  readonly network: string
}

const iso = (time: number): string => new Date(time).toISOString()

const delayAfter = (failures: number): number =>
  failures < FREE_TRIES ? 0 : Math.min(FIRST_DELAY * 2 ** (failures - FREE_TRIES), WINDOW)

/**
 * Slows guessing. It stands in the database, so a restart does not forget it, and it is the same for names that do
 * not exist. Nobody can lock an owner out: networks that a login succeeded from pass the brake.
 */
export const delays = (db: Kysely<PanelSchema>) => ({
  /** @throws AppError login_delayed while the attempt has to wait */
  check: async ({ key, network }: Attempt): Promise<void> => {
    const now = Date.now()
    const since = iso(now - WINDOW)
    const here = await countFailures(db, key, since, network)
    let until = here.last === null ? 0 : Date.parse(here.last) + delayAfter(here.count)
    const all = await countFailures(db, key, since)
    if (
      all.last !== null &&
      all.count >= BRAKE_FROM &&
      !(await knowsNetwork(db, key, network, iso(now - NETWORK_KNOWN)))
    ) {
      until = Math.max(until, Date.parse(all.last) + BRAKE)
    }
    if (until <= now) return
    const seconds = Math.ceil((until - now) / 1000)
    throw new AppError(
      'login_delayed',
      `Too many wrong passwords for this account. Try again in ${seconds} seconds.`,
      { retryAfter: seconds },
    )
  },

  failed: async ({ key, network }: Attempt): Promise<void> => {
    const now = Date.now()
    await deleteOldFailures(db, iso(now - WINDOW))
    await insertFailure(db, key, network, iso(now))
  },

  succeeded: async ({ key, network }: Attempt): Promise<void> => {
    const now = Date.now()
    await deleteFailures(db, key, network)
    await rememberNetwork(db, key, network, iso(now), iso(now - NETWORK_KNOWN))
  },
})
