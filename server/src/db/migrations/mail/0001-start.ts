import { QUOTA } from '@mc/shared/rules'
import { type Kysely, sql } from 'kysely'
import type { DatabaseKind } from '../../kind.ts'
import { columns } from '../columns.ts'

/**
 * The published tables. MariaDB commits each statement, so each is repeatable: an interrupted migration runs again.
 * Indexes by what the lists ask: after each sort key the id that breaks ties, then all that filter and search look
 * at, so that a page's ids come from one index alone, however far the page and however rare the search.
 */
export const start = async (db: Kysely<unknown>, kind: DatabaseKind): Promise<void> => {
  const c = columns[kind]
  const run = (statement: ReturnType<typeof sql>) => statement.execute(db)
  await run(sql`create table if not exists domains (
    id ${c.id}, name ${c.folded(253)} not null unique, name_unicode ${c.text(253)} not null,
    active ${c.flag} not null default 1,
    users ${c.int} not null default 0, aliases ${c.int} not null default 0,
    inactive_users ${c.int} not null default 0, inactive_aliases ${c.int} not null default 0,
    created_at ${c.time} not null, updated_at ${c.time} not null) ${c.end}`)
  await run(sql`create table if not exists mailboxes (
    id ${c.id}, domain_id ${c.int} not null, domain_name ${c.ascii(253)} not null,
    email ${c.folded(254)} not null unique, active ${c.flag} not null default 1,
    quota_bytes ${c.int} not null default 0, home_id ${c.ascii(32)} not null unique,
    created_at ${c.time} not null, updated_at ${c.time} not null, password ${c.ascii(255)} not null,
    foreign key (domain_id) references domains (id)) ${c.end}`)
  await run(sql`create table if not exists aliases (
    id ${c.id}, domain_id ${c.int} not null, domain_name ${c.ascii(253)} not null,
    source ${c.folded(254)} not null, destination ${c.folded(254)} not null,
    active ${c.flag} not null default 1,
    created_at ${c.time} not null, updated_at ${c.time} not null,
    unique (source, destination), foreign key (domain_id) references domains (id)) ${c.end}`)
  await run(sql`create table if not exists mail_settings (
    id ${c.int} primary key, postmaster_address ${c.ascii(254)},
    default_quota_bytes ${c.int} not null) ${c.end}`)
  await run(sql`create table if not exists mail_totals (
    id ${c.int} primary key, domains ${c.int} not null, inactive_domains ${c.int} not null,
    users ${c.int} not null, inactive_users ${c.int} not null,
    aliases ${c.int} not null, inactive_aliases ${c.int} not null) ${c.end}`)
  await run(sql`create table if not exists applied_changes (
    audit_id ${c.int} primary key, applied_at ${c.time} not null) ${c.end}`)
  const ignore = sql.raw(kind === 'sqlite' ? 'or ignore' : 'ignore')
  await run(
    sql`insert ${ignore} into mail_settings (id, default_quota_bytes) values (1, ${QUOTA.default})`,
  )
  await run(sql`insert ${ignore} into mail_totals values (1, 0, 0, 0, 0, 0, 0)`)
  for (const [name, on] of Object.entries(indexes)) {
    await run(sql`create index if not exists ${sql.ref(name)} on ${sql.raw(on)}`)
  }
}

const indexes = {
  domains_created: 'domains (created_at, id)',
  mailboxes_id: 'mailboxes (id, active, email)',
  mailboxes_email: 'mailboxes (email, active)',
  mailboxes_domain: 'mailboxes (domain_id, email, active)',
  mailboxes_domain_name: 'mailboxes (domain_name, id, active, email)',
  mailboxes_created: 'mailboxes (created_at, id, active, email)',
  aliases_id: 'aliases (id, active, source, destination)',
  aliases_source: 'aliases (source, id, active, destination)',
  aliases_destination: 'aliases (destination, id, active, source)',
  aliases_domain: 'aliases (domain_id, source, id, active, destination)',
  aliases_domain_name: 'aliases (domain_name, id, active, source, destination)',
  aliases_created: 'aliases (created_at, id, active, source, destination)',
}
