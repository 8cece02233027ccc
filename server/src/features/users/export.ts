import type { Deps } from '../../deps.ts'
import type { Caller } from '../../http/caller.ts'
import { BYTE_ORDER_MARK, csvLine } from '../../lib/csv.ts'
import { all, type Filter } from './service.ts'

const columns = ['email', 'domain_name', 'quota_bytes', 'active', 'created_at'] as const

/** All mailboxes that match, as lines of CSV without passwords. */
export async function* csvExport(
  deps: Deps,
  caller: Caller,
  filter: Filter,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(columns)
  for await (const rows of all(deps, caller, filter)) {
    yield rows.map((row) => csvLine(columns.map((column) => row[column]))).join('')
  }
}
