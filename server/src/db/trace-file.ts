import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { TraceRow } from '@mc/shared/contract'
import { openSqliteFile } from './dialects/sqlite.ts'

/** What `term.statuses` is made of. */
export const statusBits: Readonly<Record<TraceRow['status'], number>> = {
  queued: 1,
  deferred: 2,
  sent: 4,
  delivered: 8,
  bounced: 16,
  rejected: 32,
  discarded: 64,
}

/** Raised when the tables change: an index of the version before is brought up to date, any other is made anew from the logs. */
const VERSION = 3

/**
 * Times are milliseconds since 1970. Numbers of lines rise by one for each line of the log; a block holds some hundred
 * of them, compressed. `hit` finds deliveries by what a search may name: a term is an address, `@domain` or a client's
 * address, and a search for one reads its deliveries in the order of time from this one table. `term.statuses` has a bit
 * for each status that a delivery of it has or had (`statusBits`).
 */
const tables = `
create table position (id integer primary key, dev text, ino text, head text, offset integer, at integer, line integer);
create table health (id integer primary key, alive_at integer, behind integer);
create table block (first integer primary key, lines integer, from_at integer, to_at integer, level integer,
  services integer, data blob);
create table service (id integer primary key, name text unique);
create table message (id integer primary key, queue_id text, message_id text, hash integer, sender text, client text,
  login text, size_bytes integer, first_at integer, last_at integer, ended integer, lines text, related text);
create index message_hash on message (hash) where hash is not null;
create index message_last on message (last_at);
create index message_open on message (id) where ended = 0;
create table delivery (id integer primary key, message integer, recipient text, original text, status text, code text,
  reason text, relay text, folder text, filter text, first_at integer, last_at integer);
create index delivery_message on delivery (message);
create index delivery_first on delivery (first_at, id);
create index delivery_last on delivery (last_at, id);
create index delivery_status on delivery (status, first_at, id);
create table queue (queue_id text, message integer, primary key (queue_id, message)) without rowid;
create table term (id integer primary key, text text unique, statuses integer);
create index term_statuses on term (text, statuses);
create table hit (term integer, at integer, delivery integer, primary key (term, at, delivery)) without rowid;
create table open (key text primary key, line integer, data text) without rowid;
create table flow (minute integer primary key, received integer, delivered integer, rejected integer, deferred integer);
`

const bitOfStatus = Object.entries(statusBits)
  .map(([status, bit]) => `when '${status}' then ${bit}`)
  .join(' ')
/** Bits, not the tables, are what version 2 lacks: the logs that it was made of may be gone. */
const fromVersion2 = `
alter table term add column statuses integer;
update term set statuses = (select sum(distinct case d.status ${bitOfStatus} end) from hit h
  join delivery d on d.id = h.delivery where h.term = term.id);
create index term_statuses on term (text, statuses);
`

const versionOf = (db: DatabaseSync): unknown =>
  db.prepare('PRAGMA user_version').get()?.user_version

const open = (file: string): DatabaseSync => {
  const db = openSqliteFile(file, 0o600)
  db.exec('PRAGMA cache_size = -32000; PRAGMA journal_size_limit = 67108864')
  return db
}

/** The index for its only writer, made if it is not there. One of a version that nobody knows is thrown away. */
export const openTraceWriter = (file: string): DatabaseSync => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  let db = open(file)
  let found = versionOf(db)
  if (found === 2) {
    db.exec(`BEGIN IMMEDIATE; ${fromVersion2} PRAGMA user_version = 3; COMMIT`)
    found = versionOf(db)
  }
  if (found === VERSION) return db
  if (found !== 0) {
    db.close()
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
    db = open(file)
  }
  db.exec(`BEGIN IMMEDIATE; ${tables} PRAGMA user_version = ${VERSION}; COMMIT`)
  return db
}

/** Leaves nothing in the side files for the next start to replay. */
export const closeTraceWriter = (db: DatabaseSync): void => {
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
}

/** The index for a reader. @throws when there is none yet, or none of this version */
export const openTraceReader = (file: string): DatabaseSync => {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  db.exec('PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY')
  if (versionOf(db) === VERSION) return db
  db.close()
  throw new Error('The trace index is of another version')
}
