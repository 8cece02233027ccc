import { isDeepStrictEqual } from 'node:util'
import { dkimName } from '@mc/shared/dkim-record'
import { KEYS_AT_ONCE } from '@mc/shared/ops'
import { DKIM } from '@mc/shared/rules'
import type { FastifyBaseLogger } from 'fastify'
import {
  allDomains,
  forgetDomains,
  forgetKeys,
  insertFirstKey,
  keyedDomains,
  setSigning,
  wantedKeys,
} from '../../db/dkim.ts'
import type { Databases } from '../../db/index.ts'
import { chunks } from '../../db/portable.ts'
import type { Agent } from '../../deps.ts'
import { oneAtATime } from './one-at-a-time.ts'

interface Parts {
  readonly db: Databases
  readonly agent: Agent
  readonly log: FastifyBaseLogger
  /** Keys came or went without a call of somebody. */
  readonly onKeys: () => void
}

/** All domains with their keys, as the agent is told. */
const desired = async ({ db }: Parts) => {
  const [domains, keys] = await Promise.all([allDomains(db), wantedKeys(db)])
  const byDomain = Map.groupBy(keys, ({ domain }) => domain)
  const state = domains.map(({ name }) => ({
    name,
    keys: (byDomain.get(name) ?? []).map(({ selector, state }) => ({ selector, state })),
  }))
  return { state, keys }
}
type Desired = Awaited<ReturnType<typeof desired>>

/** Notes which keys sign: those that are active and of use to the signer. */
const noteSigning = async (
  { db }: Parts,
  { keys }: Desired,
  unusable: readonly { readonly domain: string; readonly selector: string }[],
): Promise<void> => {
  const silent = new Set(unusable.map(({ domain, selector }) => dkimName(selector, domain)))
  const signs = ({ state, domain, selector }: Desired['keys'][number]) =>
    state === 'active' && !silent.has(dkimName(selector, domain))
  const changed = keys.filter((key) => signs(key) !== (key.signing === 1))
  const ids = (on: boolean) => changed.filter((key) => signs(key) === on).map(({ id }) => id)
  await setSigning(db, ids(true), 1)
  await setSigning(db, ids(false), 0)
}

const ATTEMPTS = 5

/**
 * Tells the agent the desired state. The command line and further panels do the same, and the one that read first may
 * be heard last: so it is looked at again afterwards, and told again when it has changed meanwhile.
 */
const applyAll = async (parts: Parts): Promise<void> => {
  let wanted = await desired(parts)
  for (let tries = 0; tries < ATTEMPTS; tries += 1) {
    const { unusable } = await parts.agent.call('domains.apply', { domains: wanted.state })
    await noteSigning(parts, wanted, unusable)
    const now = await desired(parts)
    if (isDeepStrictEqual(now.state, wanted.state)) return
    wanted = now
  }
}

interface Domain {
  readonly id: number
  readonly name: string
}

/** Makes the first key of each, or takes the one that stands on the machine already. */
const makeFirst = async ({ db, agent }: Parts, domains: readonly Domain[]): Promise<void> => {
  const { keys } = await agent.call('dkim.make', {
    keys: domains.map(({ name }) => ({
      domain: name,
      selector: DKIM.firstSelector,
      algorithm: 'rsa',
      bits: DKIM.bits[0],
    })),
  })
  const ids = new Map(domains.map(({ id, name }) => [name, id]))
  for (const key of keys) {
    const domain_id = ids.get(key.domain)
    if (domain_id !== undefined) await insertFirstKey(db, { ...key, domain_id, state: 'active' })
  }
}

/** Brings the rows of keys to the domains as they are, then the machine to the rows. */
const bringUp = async (parts: Parts, apply: () => Promise<void>): Promise<void> => {
  const { db, onKeys } = parts
  const [domains, keyed] = await Promise.all([allDomains(db), keyedDomains(db)])
  const living = new Set(domains.map(({ id }) => id))
  const gone = keyed.filter(({ domain_id }) => !living.has(domain_id))
  if (gone.length > 0) {
    const ids = gone.map(({ domain_id }) => domain_id)
    await forgetKeys(db, ids)
    onKeys()
    // Remembered until the machine has put their keys away: the name may come back, and belongs to somebody else then.
    await apply()
    await forgetDomains(db, ids)
  }
  const have = new Set(keyed.map(({ domain_id }) => domain_id))
  const missing = domains.filter(({ id }) => !have.has(id))
  for (const part of chunks(missing, KEYS_AT_ONCE)) {
    await makeFirst(parts, part)
    // Not only at the end: the first of many must not wait for the last.
    await apply()
    onKeys()
  }
  if (missing.length === 0 && gone.length === 0) await apply()
}

/** Keeps signing keys and records as the domains want them; behind until that succeeded. */
export const domainKeeper = (parts: Parts) => {
  const { agent, log } = parts
  let behind = true
  const apply = oneAtATime(() => applyAll(parts))
  const work = oneAtATime(async () => {
    behind = true
    try {
      await bringUp(parts, apply.run)
      behind = false
    } catch (error) {
      log.warn(
        { err: error },
        'Keys and records of the domains are not up to date yet; tried again',
      )
    }
  })
  const changed = async (): Promise<void> => {
    if (agent.present) await work.run()
  }
  return {
    changed,
    /** Signing tables as the rows are now. @throws AppError when the agent does not do it; then tried again */
    apply: async (): Promise<void> => {
      try {
        await apply.run()
      } catch (error) {
        behind = true
        throw error
      }
    },
    catchUp: async (): Promise<void> => {
      if (behind) await changed()
    },
    settled: async (): Promise<void> => {
      await Promise.all([work.settled(), apply.settled()])
    },
  }
}
