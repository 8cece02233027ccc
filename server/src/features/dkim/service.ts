import { setTimeout as delay } from 'node:timers/promises'
import type { BodyOf, DkimKey, QueryOf } from '@mc/shared/contract'
import { dkimName } from '@mc/shared/dkim-record'
import { ADDRESS, DKIM } from '@mc/shared/rules'
import type { DkimRow } from '../../db/dkim.ts'
import { isDuplicate } from '../../db/errors.ts'
import { type DomainRow, domainByName } from '../../db/mail-rows.ts'
import type { Deps } from '../../deps.ts'
import { AppError, invalid } from '../../http/app-error.ts'
import type { Caller } from '../../http/caller.ts'
import { parseDomainName } from '../../lib/domain-names.ts'
import { insertKey, keyById, keysOf, pageOfKeys, toWire } from './store.ts'

type Body = BodyOf<'POST /dkim'>

const LOOKED_LATELY_MS = 60_000

export const list = (deps: Deps, query: QueryOf<'GET /dkim'>) => pageOfKeys(deps.db, query)

/** @throws AppError dkim_key_not_found */
export const need = async (deps: Deps, id: number): Promise<DkimRow> => {
  const row = await keyById(deps.db, id)
  if (!row) throw new AppError('dkim_key_not_found', 'There is no such key; it may be deleted.')
  return row
}

/** The row after the DNS was asked for its record; gone when that was its end. */
export const checked = async (deps: Deps, id: number): Promise<DkimRow> => {
  await deps.machine.dkim.check([await need(deps, id)])
  return need(deps, id)
}

/** Name servers that do not answer are not waited for: what they say later reaches open pages as an event. */
const PATIENCE_MS = 2500

/** One key, with what the DNS said within the last minute where it answers soon. */
export const find = async (deps: Deps, id: number): Promise<DkimKey> => {
  const row = await need(deps, id)
  const since = Date.now() - Date.parse(row.dns_checked_at ?? new Date(0).toISOString())
  if (since < LOOKED_LATELY_MS) return toWire(row)
  const look = deps.machine.dkim.check([row]).catch((err: unknown) => {
    deps.log.warn({ err }, 'The record of a DKIM key was not looked at')
  })
  await Promise.race([look, delay(PATIENCE_MS, undefined, { ref: false })])
  return toWire(await need(deps, id))
}

export const check = (deps: Deps, caller: Caller, id: number): Promise<DkimKey> =>
  need(deps, id).then(({ selector, domain }) =>
    deps.audit.record(
      caller,
      { action: 'dkim.check', target: dkimName(selector, domain) },
      async () => toWire(await checked(deps, id)),
    ),
  )

const domainOf = async (deps: Deps, given: string): Promise<DomainRow> => {
  const parsed = parseDomainName(given)
  if (!parsed.ok) throw invalid('domain', parsed.why)
  const row = await domainByName(deps.db.mail, parsed.value.name)
  if (!row) throw new AppError('domain_not_found', `There is no domain ${given}; nothing was made.`)
  return row
}

const exists = (domain: string, selector: string): AppError =>
  new AppError(
    'dkim_key_exists',
    `${domain} has a key with the selector ${selector}, and it stays as it is. Name a new selector to bring in ` +
      'another key beside it.',
    { details: { selector } },
  )

/** @throws AppError when the key cannot stand beside those that the domain has */
const judge = (domain: string, body: Body, keys: readonly DkimRow[]): string => {
  const selector = body.selector ?? DKIM.firstSelector
  if (body.algorithm === 'ed25519' && body.key_bits !== undefined) {
    throw invalid('key_bits', 'is for RSA; an Ed25519 key has one size')
  }
  if (dkimName(selector, domain).length > ADDRESS.domain) {
    throw invalid('selector', `is too long: ${dkimName(selector, domain)} is no name in the DNS`)
  }
  const same = keys.find((key) => key.selector === selector)
  if (same) throw exists(domain, selector)
  const [one] = keys
  if (one && body.selector === undefined) throw exists(domain, one.selector)
  if (keys.length >= DKIM.maxKeys) {
    throw new AppError(
      'dkim_keys_full',
      `${domain} has ${keys.length} keys already. Nothing was made; delete those that are used no more.`,
    )
  }
  return selector
}

/**
 * Makes a key. It signs at once where none does, and otherwise waits until it is seen in the DNS and switched to. An
 * Ed25519 key always waits: it is no domain's first choice, see `activate`.
 */
export const create = async (deps: Deps, caller: Caller, body: Body): Promise<DkimKey> => {
  const { id: domain_id, name: domain } = await domainOf(deps, body.domain)
  const keys = await keysOf(deps.db, domain_id)
  const selector = judge(domain, body, keys)
  const { algorithm = 'rsa', key_bits = DKIM.bits[0] } = body
  const signed = keys.some((key) => key.state === 'active')
  const state = signed || algorithm === 'ed25519' ? 'pending' : 'active'
  const deed = {
    action: 'dkim.create',
    target: dkimName(selector, domain),
    after: { domain, selector, algorithm, state },
  }
  const id = await deps.audit.record(caller, deed, async () => {
    const wanted = { domain, selector, algorithm, bits: key_bits }
    const [made] = (await deps.agent.call('dkim.make', { keys: [wanted] }, caller)).keys
    if (!made) throw new Error('The agent made no key')
    try {
      return await insertKey(deps.db, { ...made, domain_id, state })
    } catch (error) {
      throw isDuplicate(error) ? exists(domain, selector) : error
    }
  })
  // Awaited, so that the next mail is signed with a first key.
  await deps.machine.dkim.apply().catch((err: unknown) => {
    deps.log.warn({ err }, 'A new key is not on the machine yet; tried again')
  })
  return toWire(await need(deps, id))
}
