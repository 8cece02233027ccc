import { domainToUnicode } from 'node:url'
import type { DkimKey, QueryOf } from '@mc/shared/contract'
import { dkimName, dkimValue } from '@mc/shared/dkim-record'
import { type RawBuilder, sql } from 'kysely'
import { type DkimRow, freshRow, type NewKey } from '../../db/dkim.ts'
import type { Databases } from '../../db/index.ts'
import { panelPage } from '../../db/panel-page.ts'
import { containsAnyCase, insertedId } from '../../db/portable.ts'

type Query = QueryOf<'GET /dkim'>

const columns = [
  'id',
  'domain_id',
  'domain',
  'selector',
  'algorithm',
  'key_bits',
  'public_key',
  'state',
  'signing',
  'dns_status',
  'dns_actual',
  'dns_checked_at',
  'published_seen_at',
  'created_at',
  'activated_at',
  'retired_at',
  'retire_at',
  'removed_at',
] as const satisfies readonly (keyof DkimRow)[]
const searched = ['domain', 'selector']
const CHUNK = 500

export const toWire = (row: DkimRow): DkimKey => ({
  id: row.id,
  domain: row.domain,
  domain_unicode: domainToUnicode(row.domain),
  selector: row.selector,
  algorithm: row.algorithm,
  key_bits: row.key_bits,
  dns_name: dkimName(row.selector, row.domain),
  dns_value: dkimValue(row.algorithm, row.public_key),
  dns_status: row.dns_status,
  dns_actual: row.dns_actual,
  dns_checked_at: row.dns_checked_at,
  published_seen_at: row.published_seen_at,
  state: row.state,
  signing: row.signing === 1,
  created_at: row.created_at,
  activated_at: row.activated_at,
  retired_at: row.retired_at,
  retire_at: row.retire_at,
})

const conditions = ({ domain, state, dns_status }: Query): RawBuilder<unknown>[] => [
  ...(domain === undefined ? [] : [sql`domain = ${domain.toLowerCase()}`]),
  ...(state === undefined ? [] : [sql`state = ${state}`]),
  ...(dns_status === undefined ? [] : [sql`dns_status = ${dns_status}`]),
]

const orderOf = ({ sort = 'domain', dir = 'asc' }: Query) => ({ sort, dir })

export const pageOfKeys = async (db: Databases, query: Query) => {
  const ask = { ...query, ...orderOf(query) }
  const where = conditions(query)
  const found = await panelPage<'dkim_keys', DkimRow>(
    db.panel,
    'dkim_keys',
    columns,
    searched,
    ask,
    where,
  )
  return { ...found, data: found.data.map(toWire) }
}

/** All keys that match, a chunk at a time, each continued behind the last row of the one before. */
export async function* allKeys(db: Databases, query: Query): AsyncGenerator<DkimKey[]> {
  const { sort, dir } = orderOf(query)
  const where = conditions(query)
  if (query.search) where.push(containsAnyCase(searched, query.search))
  const key = sql.ref(sort)
  const beyond = sql.raw(dir === 'asc' ? '>' : '<')
  let last: DkimRow | undefined
  do {
    const parts = last
      ? [
          ...where,
          sql`(${key} ${beyond} ${last[sort]} or (${key} = ${last[sort]} and id ${beyond} ${last.id}))`,
        ]
      : where
    const { rows } = await sql<DkimRow>`select ${sql.join(columns.map((name) => sql.ref(name)))}
      from dkim_keys where ${sql.join([sql`1 = 1`, ...parts], sql` and `)}
      order by ${key} ${sql.raw(dir)}, id ${sql.raw(dir)} limit ${CHUNK}`.execute(db.panel)
    if (rows.length > 0) yield rows.map(toWire)
    last = rows.length === CHUNK ? rows.at(-1) : undefined
  } while (last)
}

export const keyById = ({ panel }: Databases, id: number): Promise<DkimRow | undefined> =>
  panel.selectFrom('dkim_keys').selectAll().where('id', '=', id).executeTakeFirst()

export const keysOf = ({ panel }: Databases, domainId: number): Promise<DkimRow[]> =>
  panel.selectFrom('dkim_keys').selectAll().where('domain_id', '=', domainId).execute()

/** @throws a duplicate when the selector is taken */
export const insertKey = (db: Databases, key: NewKey): Promise<number> =>
  db.panel.transaction().execute(async (trx) => {
    const known = await trx
      .selectFrom('dkim_domains')
      .select('domain_id')
      .where('domain_id', '=', key.domain_id)
      .executeTakeFirst()
    if (!known) {
      const { domain_id, domain } = key
      await trx.insertInto('dkim_domains').values({ domain_id, domain }).execute()
    }
    return insertedId(
      await trx.insertInto('dkim_keys').values(freshRow(key)).executeTakeFirstOrThrow(),
    )
  })

export const deleteKey = async ({ panel }: Databases, id: number): Promise<void> => {
  await panel.deleteFrom('dkim_keys').where('id', '=', id).execute()
}

/** Puts rows back as they were before a change that the machine did not take. */
export const restoreRows = ({ panel }: Databases, rows: readonly DkimRow[]): Promise<void> =>
  panel.transaction().execute(async (trx) => {
    for (const row of rows) {
      await trx.deleteFrom('dkim_keys').where('id', '=', row.id).execute()
      await trx.insertInto('dkim_keys').values(row).execute()
    }
  })

/**
 * One key signs from now on, and the one of its algorithm before is retired: one of each signs side by side. Retired
 * first: on MariaDB that statement makes a second switch of the same domain wait, which then finds this one's key
 * active and retires it.
 * @returns the rows that were changed, as they were
 */
export const switchTo = (db: Databases, row: DkimRow, graceMs: number): Promise<DkimRow[]> =>
  db.panel.transaction().execute(async (trx) => {
    const before = await trx
      .selectFrom('dkim_keys')
      .selectAll()
      .where('domain_id', '=', row.domain_id)
      .where('algorithm', '=', row.algorithm)
      .execute()
    const now = new Date()
    await trx
      .updateTable('dkim_keys')
      .set({
        state: 'retired',
        retired_at: now.toISOString(),
        retire_at: new Date(now.getTime() + graceMs).toISOString(),
      })
      .where('domain_id', '=', row.domain_id)
      .where('algorithm', '=', row.algorithm)
      .where('state', '=', 'active')
      .execute()
    await trx
      .updateTable('dkim_keys')
      .set({ state: 'active', activated_at: now.toISOString(), retired_at: null, retire_at: null })
      .where('id', '=', row.id)
      .execute()
    return before.filter(({ id, state }) => id === row.id || state === 'active')
  })
