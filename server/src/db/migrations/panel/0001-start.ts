import { type Kysely, sql } from 'kysely'
import type { DatabaseKind } from '../../kind.ts'
import { columns } from '../columns.ts'

/** The panel's own tables; each statement is repeatable, as MariaDB commits each one. */
export const start = async (db: Kysely<unknown>, kind: DatabaseKind): Promise<void> => {
  const c = columns[kind]
  const run = (statement: ReturnType<typeof sql>) => statement.execute(db)
  await run(sql`create table if not exists accounts (
    id ${c.id}, username ${c.text(50)} not null, username_key ${c.text(50)} not null unique,
    email ${c.text(254)} not null, password ${c.ascii(255)} not null, role ${c.ascii(16)} not null,
    permissions ${c.long} not null, created_at ${c.time} not null, last_login_at ${c.time}) ${c.end}`)
  await run(sql`create table if not exists sessions (
    id ${c.ascii(64)} primary key, account_id ${c.int} not null, created_at ${c.time} not null,
    expires_at ${c.time} not null, fresh_until ${c.time} not null, address ${c.ascii(45)},
    foreign key (account_id) references accounts (id) on delete cascade) ${c.end}`)
  await run(sql`create table if not exists tokens (
    id ${c.id}, account_id ${c.int} not null, name ${c.text(100)} not null,
    secret_hash ${c.ascii(64)} not null, scopes ${c.long} not null, expires_at ${c.time},
    last_used_at ${c.time}, created_at ${c.time} not null,
    foreign key (account_id) references accounts (id) on delete cascade) ${c.end}`)
  await run(sql`create table if not exists audit (
    id ${c.id}, created_at ${c.time} not null, actor ${c.text(160)}, action ${c.ascii(64)} not null,
    target ${c.text(512)}, ${sql.ref('before')} ${c.long}, ${sql.ref('after')} ${c.long},
    address ${c.ascii(45)}, request_id ${c.ascii(64)}, outcome ${c.ascii(64)} not null) ${c.end}`)
  await run(sql`create table if not exists settings (
    name ${c.ascii(64)} primary key, value ${c.long} not null, updated_at ${c.time} not null) ${c.end}`)
  await run(sql`create table if not exists login_failures (
    id ${c.id}, username_key ${c.text(50)} not null, network ${c.ascii(64)} not null,
    created_at ${c.time} not null) ${c.end}`)
  await run(sql`create table if not exists login_networks (
    username_key ${c.text(50)} not null, network ${c.ascii(64)} not null, last_at ${c.time} not null,
    primary key (username_key, network)) ${c.end}`)
  await run(sql`create table if not exists idempotency (
    id ${c.ascii(64)} primary key, body_hash ${c.ascii(64)} not null, status ${c.int},
    reply ${c.long}, headers ${c.long}, created_at ${c.time} not null) ${c.end}`)
  await run(sql`create table if not exists trash (
    id ${c.id}, mailbox_id ${c.int} not null unique, email ${c.ascii(254)} not null,
    domain_name ${c.ascii(253)} not null, password ${c.ascii(255)} not null,
    quota_bytes ${c.int} not null, active ${c.flag} not null, home_id ${c.ascii(32)} not null, size_bytes ${c.int},
    state ${c.ascii(16)} not null, changed_at ${c.time} not null,
    deleted_at ${c.time} not null, purge_at ${c.time} not null) ${c.end}`)
  for (const [name, on] of Object.entries(indexes)) {
    await run(sql`create index if not exists ${sql.ref(name)} on ${sql.raw(on)}`)
  }
}

const indexes = {
  sessions_account: 'sessions (account_id)',
  sessions_expiry: 'sessions (expires_at)',
  tokens_account: 'tokens (account_id)',
  audit_created: 'audit (created_at, id)',
  audit_action: 'audit (action, id)',
  audit_actor: 'audit (actor, id)',
  audit_outcome: 'audit (outcome, id)',
  login_failures_username: 'login_failures (username_key, created_at)',
  login_failures_created: 'login_failures (created_at)',
  idempotency_created: 'idempotency (created_at)',
  trash_email: 'trash (email, id)',
  trash_deleted: 'trash (deleted_at, id)',
  trash_purge: 'trash (purge_at, id)',
  trash_state: 'trash (state)',
}
