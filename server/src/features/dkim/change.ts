import type { DkimKey } from '@mc/shared/contract'
import { dkimName } from '@mc/shared/dkim-record'
import { DKIM } from '@mc/shared/rules'
import type { DkimRow } from '../../db/dkim.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../http/app-error.ts'
import type { Caller } from '../../http/caller.ts'
import { checked, need } from './service.ts'
import { deleteKey, keysOf, restoreRows, switchTo, toWire } from './store.ts'

const GRACE_MS = DKIM.graceDays * 86_400_000

/** Makes the machine do what the rows say; when it does not, rows and machine are as before. */
const applyOr = async (deps: Deps, before: readonly DkimRow[], judge: () => Promise<void>) => {
  try {
    await deps.machine.dkim.apply()
    await judge()
  } catch (error) {
    await restoreRows(deps.db, before)
    void deps.machine.domainsChanged()
    throw error
  }
}

const gone = (row: DkimRow): AppError =>
  new AppError(
    'dkim_key_gone',
    `The private key of ${row.selector} is no longer on this machine, so nothing can be signed with it. ` +
      'Everything is as it was; make a new key.',
  )

/**
 * RFC 8463 section 3: sign with RSA too, as long as there are receivers that know nothing else. Whoever has an RSA key
 * has no reason to do without.
 * @returns whether the key would sign alone, since there is no other
 */
const isAlone = async (deps: Deps, { domain_id, domain, algorithm }: DkimRow): Promise<boolean> => {
  if (algorithm !== 'ed25519') return false
  const rsa = (await keysOf(deps.db, domain_id)).filter(
    (key) => key.algorithm === 'rsa' && key.removed_at === null,
  )
  const [one] = rsa
  if (one === undefined) return true
  if (rsa.some(({ state }) => state === 'active')) return false
  throw new AppError(
    'dkim_rsa_first',
    `Mail of ${domain} would be signed with Ed25519 alone, which many receivers cannot verify yet. Nothing was changed. ` +
      `Sign with its RSA key ${one.selector} first; both keys then sign side by side.`,
    { details: { selector: one.selector } },
  )
}

const saidOf: Readonly<Record<DkimRow['dns_status'], string>> = {
  published: 'is published',
  missing: 'is not in the DNS',
  mismatch: 'is in the DNS with another value',
  unknown: 'could not be asked for: no name server answered',
}

const refuseUnpublished = (row: DkimRow): void => {
  if (row.dns_status === 'published') return
  throw new AppError(
    'dkim_not_published',
    `The record ${dkimName(row.selector, row.domain)} ${saidOf[row.dns_status]}. Mail signed with this key now would ` +
      'fail DKIM at its receivers, so everything stays as it is. Publish the record first, or repeat with force=true.',
    { details: { dns_status: row.dns_status } },
  )
}

/**
 * Signs with a key from now on. The one of its algorithm before is retired: its record must stay until mail that waits somewhere is
 * delivered or given up. A retired key can be gone back to while it is kept.
 */
export const activate = async (
  deps: Deps,
  caller: Caller,
  id: number,
  force: boolean,
): Promise<DkimKey> => {
  const first = await need(deps, id)
  if (first.state === 'active') return toWire(first)
  if (first.removed_at !== null) throw gone(first)
  const alone = await isAlone(deps, first)
  const row = await checked(deps, id)
  if (!force) refuseUnpublished(row)
  const deed = {
    action: 'dkim.activate',
    target: dkimName(row.selector, row.domain),
    before: { state: row.state },
    after: { state: 'active', dns_status: row.dns_status, force },
  }
  await deps.audit.record(caller, deed, async () => {
    const before = await switchTo(deps.db, row, GRACE_MS)
    await applyOr(deps, before, async () => {
      const { signing } = await need(deps, id)
      if (deps.agent.present && signing === 0) throw gone(row)
    })
  })
  const key = toWire(await need(deps, id))
  return alone ? { ...key, warnings: ['ed25519_alone'] } : key
}

const nameOf = { rsa: 'RSA', ed25519: 'Ed25519' } as const

/** What becomes of mail without a key that signs. */
const without = (row: DkimRow, keys: readonly DkimRow[]): string => {
  const other = keys.find(({ id, state }) => id !== row.id && state === 'active')
  if (!other) return 'without it that mail leaves unsigned and may be refused'
  const also = `without it that mail is signed with ${nameOf[other.algorithm]} alone`
  return other.algorithm === 'rsa' ? also : `${also}, which many receivers cannot verify yet`
}

/** Deletes a key; its file is put aside by the agent for thirty days. */
export const remove = async (
  deps: Deps,
  caller: Caller,
  id: number,
  force: boolean,
): Promise<void> => {
  const row = await need(deps, id)
  const { domain, selector, state } = row
  if (state === 'active' && !force) {
    throw new AppError(
      'key_is_active',
      `Mail of ${domain} is signed with this key; ${without(row, await keysOf(deps.db, row.domain_id))}. Nothing was ` +
        'deleted. Switch to another key first, or repeat with force=true.',
    )
  }
  const deed = {
    action: 'dkim.delete',
    target: dkimName(selector, domain),
    before: { domain, selector, state },
    after: { force },
  }
  await deps.audit.record(caller, deed, async () => {
    await deleteKey(deps.db, id)
    await applyOr(deps, [row], async () => {})
  })
}
