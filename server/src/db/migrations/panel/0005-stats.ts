import { type Kysely, sql } from 'kysely'
import type { DatabaseKind } from '../../kind.ts'
import { columns } from '../columns.ts'

/** Health of the machine over time; figures as whole numbers, so that both databases round alike. */
export const stats = async (db: Kysely<unknown>, kind: DatabaseKind): Promise<void> => {
  const c = columns[kind]
  await sql`create table if not exists stats_samples (
    span ${c.int} not null, at ${c.int} not null, cpu ${c.int} not null, load_average ${c.int} not null,
    memory ${c.int} not null, swap ${c.int} not null, disk ${c.int} not null,
    network_received ${c.int} not null, network_sent ${c.int} not null, queue_total ${c.int},
    primary key (span, at)) ${c.end}`.execute(db)
  await sql`create table if not exists mail_flow (
    span ${c.int} not null, at ${c.int} not null, mail_in ${c.int} not null, mail_out ${c.int} not null,
    mail_rejected ${c.int} not null, mail_deferred ${c.int} not null,
    primary key (span, at)) ${c.end}`.execute(db)
}
