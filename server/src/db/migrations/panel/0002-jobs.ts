import { type Kysely, sql } from 'kysely'
import type { DatabaseKind } from '../../kind.ts'
import { columns } from '../columns.ts'

/** Long work. */
export const jobs = async (db: Kysely<unknown>, kind: DatabaseKind): Promise<void> => {
  const c = columns[kind]
  await sql`create table if not exists jobs (
    id ${c.id}, kind ${c.ascii(64)} not null, state ${c.ascii(16)} not null, progress ${c.int} not null,
    step ${c.text(200)}, steps ${c.long} not null, result ${c.long}, error ${c.text(1000)},
    account_id ${c.int}, started_at ${c.time} not null, alive_at ${c.time} not null,
    finished_at ${c.time}) ${c.end}`.execute(db)
  await sql`create index if not exists jobs_account on jobs (account_id, id)`.execute(db)
  await sql`create index if not exists jobs_state on jobs (state, id)`.execute(db)
}
