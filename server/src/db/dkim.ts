import type { Selectable } from 'kysely'
import { isDuplicate } from './errors.ts'
import type { Databases } from './index.ts'
import { chunks } from './portable.ts'
import type { PanelSchema } from './schema.ts'

export type DkimRow = Selectable<PanelSchema['dkim_keys']>

export interface NewKey {
  readonly domain_id: number
  readonly domain: string
  readonly selector: string
  readonly algorithm: DkimRow['algorithm']
  readonly key_bits: number
  readonly public_key: string
  readonly state: 'pending' | 'active'
  readonly created_at: string
}

/** A row as it begins: nobody has asked the DNS yet. */
export const freshRow = (key: NewKey): Omit<DkimRow, 'id'> => ({
  ...key,
  signing: 0,
  dns_status: 'unknown',
  dns_actual: null,
  dns_checked_at: null,
  published_seen_at: null,
  // One that stood on the machine before its row has signed since it was made.
  activated_at: key.state === 'active' ? key.created_at : null,
  retired_at: null,
  retire_at: null,
  removed_at: null,
})

interface Domain {
  readonly id: number
  readonly name: string
}

export const allDomains = ({ mail }: Databases): Promise<Domain[]> =>
  mail.selectFrom('domains').select(['id', 'name']).orderBy('name').execute()

/** Domains that were given their first key. */
export const keyedDomains = ({ panel }: Databases) =>
  panel.selectFrom('dkim_domains').selectAll().execute()

/** Forgets the keys of domains that are gone. */
export const forgetKeys = async ({ panel }: Databases, ids: readonly number[]): Promise<void> => {
  for (const part of chunks(ids)) {
    await panel.deleteFrom('dkim_keys').where('domain_id', 'in', part).execute()
  }
}

/** Forgets the domains themselves, once the machine has nothing of them any more. */
export const forgetDomains = async (
  { panel }: Databases,
  ids: readonly number[],
): Promise<void> => {
  for (const part of chunks(ids)) {
    await panel.deleteFrom('dkim_domains').where('domain_id', 'in', part).execute()
  }
}

/** The first key of a domain, active at once; nothing happens when another process was quicker. */
export const insertFirstKey = async (db: Databases, key: NewKey): Promise<void> => {
  try {
    await db.panel.transaction().execute(async (trx) => {
      await trx
        .insertInto('dkim_domains')
        .values({ domain_id: key.domain_id, domain: key.domain })
        .execute()
      await trx.insertInto('dkim_keys').values(freshRow(key)).execute()
    })
  } catch (error) {
    if (!isDuplicate(error)) throw error
  }
}

/** The keys whose files must stand, in the order of domains. */
export const wantedKeys = ({ panel }: Databases) =>
  panel
    .selectFrom('dkim_keys')
    .select(['id', 'domain', 'selector', 'state', 'signing'])
    .where('removed_at', 'is', null)
    .orderBy('domain')
    .orderBy('id')
    .execute()

/** Notes which keys the signing tables name. */
export const setSigning = async (
  { panel }: Databases,
  ids: readonly number[],
  signing: 0 | 1,
): Promise<void> => {
  for (const part of chunks(ids)) {
    await panel.updateTable('dkim_keys').set({ signing }).where('id', 'in', part).execute()
  }
}

/** Ends the grace period of retired keys that are due. @returns how many: their files must go */
export const endGrace = async ({ panel }: Databases): Promise<number> => {
  const now = new Date().toISOString()
  const { numUpdatedRows } = await panel
    .updateTable('dkim_keys')
    .set({ removed_at: now })
    .where('state', '=', 'retired')
    .where('retire_at', '<=', now)
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

/** Keys whose record should be looked at again, those longest not seen first. */
export const dueForCheck = (
  { panel }: Databases,
  before: { readonly waiting: string; readonly others: string },
  limit: number,
): Promise<DkimRow[]> =>
  panel
    .selectFrom('dkim_keys')
    .selectAll()
    .where((e) =>
      e.or([
        e('dns_checked_at', 'is', null),
        e('dns_checked_at', '<', before.others),
        e.and([
          e('dns_checked_at', '<', before.waiting),
          e('state', '=', 'pending'),
          e('dns_status', '!=', 'published'),
        ]),
      ]),
    )
    .orderBy('dns_checked_at')
    .orderBy('id')
    .limit(limit)
    .execute()

export type Seen = Pick<DkimRow, 'dns_status' | 'dns_actual'>

/** Notes what the DNS has. @returns whether that differs from before */
export const noteSeen = async (
  { panel }: Databases,
  row: Pick<DkimRow, 'id' | 'dns_status' | 'dns_actual' | 'published_seen_at'>,
  seen: Seen,
): Promise<boolean> => {
  const now = new Date().toISOString()
  const first = seen.dns_status === 'published' && row.published_seen_at === null
  await panel
    .updateTable('dkim_keys')
    .set({ ...seen, dns_checked_at: now, ...(first ? { published_seen_at: now } : {}) })
    .where('id', '=', row.id)
    .execute()
  return row.dns_status !== seen.dns_status || row.dns_actual !== seen.dns_actual
}

/** Forgets a key whose file and record are both gone. */
export const forgetKey = async ({ panel }: Databases, id: number): Promise<void> => {
  await panel.deleteFrom('dkim_keys').where('id', '=', id).execute()
}
