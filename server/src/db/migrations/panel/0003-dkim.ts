import { type Kysely, sql } from 'kysely'
import type { DatabaseKind } from '../../kind.ts'
import { columns } from '../columns.ts'

/** Public halves of the signing keys, and which domains were given their first. */
export const dkim = async (db: Kysely<unknown>, kind: DatabaseKind): Promise<void> => {
  const c = columns[kind]
  await sql`create table if not exists dkim_keys (
    id ${c.id}, domain_id ${c.int} not null, domain ${c.ascii(253)} not null,
    selector ${c.ascii(63)} not null, algorithm ${c.ascii(16)} not null, key_bits ${c.int} not null,
    public_key ${c.ascii(1024)} not null, state ${c.ascii(16)} not null, signing ${c.flag} not null default 0,
    dns_status ${c.ascii(16)} not null, dns_actual ${c.text(2000)}, dns_checked_at ${c.time},
    published_seen_at ${c.time}, created_at ${c.time} not null, activated_at ${c.time},
    retired_at ${c.time}, retire_at ${c.time}, removed_at ${c.time},
    unique (domain, selector)) ${c.end}`.execute(db)
  await sql`create table if not exists dkim_domains (
    domain_id ${c.int} primary key, domain ${c.ascii(253)} not null) ${c.end}`.execute(db)
  for (const [name, on] of Object.entries(indexes)) {
    await sql`create index if not exists ${sql.ref(name)} on ${sql.raw(on)}`.execute(db)
  }
}

const indexes = {
  dkim_keys_selector: 'dkim_keys (selector, id)',
  dkim_keys_state: 'dkim_keys (state, id)',
  dkim_keys_dns: 'dkim_keys (dns_status, id)',
  dkim_keys_checked: 'dkim_keys (dns_checked_at, id)',
  dkim_keys_created: 'dkim_keys (created_at, id)',
}
