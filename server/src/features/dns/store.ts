import type { QueryOf } from '@mc/shared/contract'
import { sql } from 'kysely'
import { type DnsRow, HOST } from '../../db/dns.ts'
import { type AcknowledgementRow, acknowledgementsOf } from '../../db/dns-acknowledgements.ts'
import type { Databases } from '../../db/index.ts'
import { panelPage } from '../../db/panel-page.ts'

const columns = ['id', 'domain', 'status', 'severity', 'findings', 'checked_at'] as const
const sortColumns = { domain: 'domain', status: 'severity', checked_at: 'checked_at' } as const

/** Domains as last looked at; the worst first unless another order is asked for. */
export const pageOfRows = (db: Databases, query: QueryOf<'GET /dns'>) => {
  const sort = query.sort ?? 'status'
  const dir = query.dir ?? (query.sort === undefined ? 'desc' : 'asc')
  return panelPage<'dns_results', DnsRow>(
    db.panel,
    'dns_results',
    columns,
    ['domain'],
    { ...query, sort: sortColumns[sort], dir },
    [
      sql`domain <> ${HOST}`,
      ...(query.status === undefined ? [] : [sql`status = ${query.status}`]),
    ],
  )
}

/** What is acknowledged, by domain. */
export const acknowledgedIn = async (
  db: Databases,
  domains: readonly string[],
): Promise<(domain: string) => readonly AcknowledgementRow[]> => {
  const rows = await acknowledgementsOf(db, domains)
  const byDomain = Map.groupBy(rows, ({ domain }) => domain)
  return (domain) => byDomain.get(domain) ?? []
}

/** Whether one of these domains is gone since it was looked at. */
export const anyGone = async (
  { mail }: Databases,
  domains: readonly string[],
): Promise<boolean> => {
  if (domains.length === 0) return false
  const present = await mail
    .selectFrom('domains')
    .select('name')
    .where('name', 'in', [...domains])
    .execute()
  return present.length < domains.length
}
