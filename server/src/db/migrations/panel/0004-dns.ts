import { type Kysely, sql } from 'kysely'
import type { DatabaseKind } from '../../kind.ts'
import { columns } from '../columns.ts'

/** What the DNS said of each domain when it was last asked, and what administrators answer for themselves. */
export const dns = async (db: Kysely<unknown>, kind: DatabaseKind): Promise<void> => {
  const c = columns[kind]
  await sql`create table if not exists dns_results (
    id ${c.id}, domain ${c.ascii(253)} not null unique, status ${c.ascii(16)} not null,
    severity ${c.int} not null, findings ${c.long} not null, checked_at ${c.time},
    due_at ${c.time} not null, claimed_until ${c.time}) ${c.end}`.execute(db)
  await sql`create table if not exists dns_acknowledgements (
    id ${c.id}, domain ${c.ascii(253)} not null, type ${c.ascii(32)} not null,
    name ${c.ascii(253)} not null, actual ${c.ascii(64)} not null, account ${c.text(50)} not null,
    created_at ${c.time} not null, unique (domain, type, name)) ${c.end}`.execute(db)
  await sql`create index if not exists dns_results_due on dns_results (due_at, id)`.execute(db)
  await sql`create index if not exists dns_results_severity on dns_results (severity, id)`.execute(
    db,
  )
  await sql`create index if not exists dns_results_checked on dns_results (checked_at, id)`.execute(
    db,
  )
}
