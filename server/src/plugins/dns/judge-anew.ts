import { dnsRow, keepStatus } from '../../db/dns.ts'
import { acknowledgementsOf } from '../../db/dns-acknowledgements.ts'
import type { Databases } from '../../db/index.ts'
import { judgedAs, recordsOfRow } from './judged.ts'

/**
 * Judges what was found of a domain by what is acknowledged now. Called after either has changed: whoever comes last
 * sees both, and one that is overtaken by another look keeps nothing.
 */
export const judgeAnew = async (db: Databases, owner: string): Promise<void> => {
  const row = await dnsRow(db, owner)
  if (row?.checked_at == null) return
  const records = recordsOfRow(row, await acknowledgementsOf(db, [owner]), 'domain')
  await keepStatus(db, { domain: owner, checked_at: row.checked_at }, judgedAs(records))
}
