import type { Databases } from '../../db/index.ts'
import { readTotals } from '../../db/mail-rows.ts'

const LISTED = 20
const DAY_MS = 24 * 3600 * 1000

/** The counts of all objects. */
export const counts = async ({ mail, panel }: Databases) => {
  const totals = await readTotals(mail)
  const trash = await panel
    .selectFrom('trash')
    .select((e) => [e.fn.countAll().as('total'), e.fn.sum('size_bytes').as('size_bytes')])
    .where('state', 'in', ['moving', 'kept'])
    .executeTakeFirstOrThrow()
  return {
    domains: { total: totals.domains, inactive: totals.inactive_domains },
    users: { total: totals.users, inactive: totals.inactive_users },
    aliases: { total: totals.aliases, inactive: totals.inactive_aliases },
    trash: { total: Number(trash.total), size_bytes: Number(trash.size_bytes ?? 0) },
  }
}

/** Names of domains that are switched off, at most twenty. */
export const inactiveDomains = async ({ mail }: Databases): Promise<string[]> => {
  const rows = await mail
    .selectFrom('domains')
    .select('name_unicode')
    .where('active', '=', 0)
    .orderBy('name')
    .limit(LISTED)
    .execute()
  return rows.map((row) => row.name_unicode)
}

/** How many deleted mailboxes are erased for good within three days. */
export const purgedSoon = async ({ panel }: Databases): Promise<number> => {
  const row = await panel
    .selectFrom('trash')
    .select((e) => e.fn.countAll().as('n'))
    .where('state', '=', 'kept')
    .where('purge_at', '<', new Date(Date.now() + 3 * DAY_MS).toISOString())
    .executeTakeFirstOrThrow()
  return Number(row.n)
}
