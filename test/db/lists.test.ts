import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Databases, migrate, openDatabases } from '@mc/server/db/index.ts'
import type { Listed, Selection } from '@mc/server/db/list.ts'
import type { AliasRow } from '@mc/server/db/mail-rows.ts'
import { readAll, readPage } from '@mc/server/db/page.ts'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { freshSchema } from '../helpers/mariadb.ts'

const listed: Listed = {
  table: 'aliases',
  columns: ['id', 'source', 'destination', 'domain_id', 'active', 'created_at', 'domain_name'],
  searched: ['source', 'destination'],
  unique: [],
}
const sorts = ['id', 'source', 'destination', 'domain_name', 'created_at'] as const
type Sort = (typeof sorts)[number]

/** Characters that collations, LIKE and quoting treat each in their own way. */
const letters = "ab_-.%'1~^{|+".split('')
const now = '2026-01-01T00:00:00.000Z'

const seeded = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return seed / 2_147_483_648
}

const fill = async (dbs: Databases): Promise<void> => {
  const random = seeded(7)
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)]
  const word = () =>
    Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(letters)).join('')
  for (const id of [1, 2, 3]) {
    const name = `d${4 - id}.example`
    const counts = { users: 0, aliases: 0, inactive_users: 0, inactive_aliases: 0 }
    await dbs.mail
      .insertInto('domains')
      .values({
        id,
        name,
        name_unicode: name,
        active: 1,
        ...counts,
        created_at: now,
        updated_at: now,
      })
      .execute()
  }
  const rows = Array.from({ length: 400 }, (_, i) => {
    const domain_id = 1 + (i % 3)
    return {
      domain_id,
      domain_name: `d${4 - domain_id}.example`,
      source: `${word()}@d${4 - domain_id}.example`,
      destination: `${word()}${i}@o.example`,
      active: random() < 0.7 ? 1 : 0,
      // Many alike: the id has to break ties.
      created_at: `2026-01-0${1 + Math.floor(random() * 3)}T00:00:00.000Z`,
      updated_at: now,
    }
  })
  await dbs.mail.insertInto('aliases').values(rows).execute()
}

const sqlite = async (t: Test): Promise<Databases> => {
  const dir = mkdtempSync(join(tmpdir(), 'mc-lists-'))
  t.teardown(() => rmSync(dir, { recursive: true, force: true }))
  const files = { panel: join(dir, 'panel.sqlite'), mail: join(dir, 'mail.sqlite') }
  return openDatabases({ kind: 'sqlite' }, files)
}
const mariadb = async (t: Test): Promise<Databases> =>
  openDatabases({ kind: 'mariadb', url: await freshSchema(t) }, { panel: '', mail: '' })

const order = (sort: Sort, dir: 'asc' | 'desc') => (a: AliasRow, b: AliasRow) => {
  const [x, y] = [a[sort], b[sort]]
  const up = x < y ? -1 : x > y ? 1 : a.id - b.id
  return dir === 'asc' ? up : -up
}

const asks = fc.record({
  sort: fc.constantFrom(...sorts),
  dir: fc.constantFrom('asc' as const, 'desc' as const),
  search: fc.option(
    fc.string({
      unit: fc.constantFrom(...letters, '\\', '"', 'A', 'ä', '🦊', '@d'),
      minLength: 1,
      maxLength: 3,
    }),
    { nil: undefined },
  ),
  domain: fc.option(fc.constantFrom(1, 2, 3, 99), { nil: undefined }),
  active: fc.option(fc.constantFrom(0, 1), { nil: undefined }),
  within: fc.constantFrom('all' as const, [], [1, 3]),
  page: fc.integer({ min: 1, max: 12 }),
  pageSize: fc.integer({ min: 1, max: 100 }),
})

for (const [kind, open] of [
  ['sqlite', sqlite],
  ['mariadb', mariadb],
] as const) {
  t.test(
    `${kind}: any page of any list is what sorting and filtering in memory gives`,
    async (t) => {
      const dbs = await open(t)
      t.teardown(() => dbs.close())
      await migrate(dbs, '')
      await fill(dbs)
      const everything = (await dbs.mail.selectFrom('aliases').selectAll().execute()).map(
        (row) => ({ ...row }),
      )
      await fc.assert(
        fc.asyncProperty(
          asks,
          async ({ sort, dir, search, domain, active, within, page, pageSize }) => {
            const ask: Selection = {
              sort,
              dir,
              search,
              filter: { domain_id: domain, active },
              within: { column: 'domain_id', ids: within },
            }
            const term = search?.toLowerCase() ?? ''
            const expected = everything
              .filter((row) => domain === undefined || row.domain_id === domain)
              .filter((row) => active === undefined || row.active === active)
              .filter((row) => within === 'all' || within.some((id) => id === row.domain_id))
              .filter((row) => row.source.includes(term) || row.destination.includes(term))
              .sort(order(sort, dir))
            const ids = expected.map((row) => row.id)
            const window = ids.slice((page - 1) * pageSize, page * pageSize)
            // With the total known, the far half is read from the end; without, it is counted.
            for (const known of search ? [undefined] : [undefined, ids.length]) {
              const found = await readPage<AliasRow>(dbs, listed, ask, { page, pageSize }, known)
              t.same(
                found.data.map((row) => row.id),
                window,
              )
              t.equal(found.total, ids.length)
            }
            const streamed: number[] = []
            for await (const rows of readAll<AliasRow>(dbs, listed, ask, (row) => row[sort])) {
              streamed.push(...rows.map((row) => row.id))
            }
            t.same(streamed, ids)
          },
        ),
        { numRuns: 150 },
      )
    },
  )
}
