import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mariadbNames, sqliteNames } from '@mc/server/agent/mailstack/lookup-names.ts'
import { dovecotQueries, postfixQueries } from '@mc/server/agent/mailstack/map-queries.ts'
import { type Databases, migrate, openDatabases } from '@mc/server/db/index.ts'
import { makeReaders } from '@mc/server/db/readers.ts'
import { sql } from 'kysely'
import { createConnection } from 'mysql2/promise'
import t, { type Test } from 'tap'
import { freshSchema } from '../helpers/mariadb.ts'

t.setTimeout(120_000)

const now = '2026-01-01T00:00:00.000Z'
const home = (n: number): string => n.toString(16).padStart(32, '0')

/** The world of these tests, in one picture. */
const domains = { 'a.test': 1, 'b.test': 1, 'off.test': 0 }
const mailboxes: Readonly<Record<string, number>> = {
  'u1@a.test': 1,
  'u2@a.test': 1,
  'gone@a.test': 0,
  'w@b.test': 1,
  'v@off.test': 1,
}
const aliases: readonly (readonly [source: string, destination: string, active: number])[] = [
  ['info@a.test', 'u1@a.test', 1],
  ['info@a.test', 'u2@a.test', 1],
  ['info@a.test', 'gone@a.test', 1],
  ['chain@a.test', 'info@a.test', 1],
  ['loop@a.test', 'pool@a.test', 1],
  ['pool@a.test', 'loop@a.test', 1],
  ['quiet@a.test', 'u1@a.test', 0],
  ['dead@a.test', 'nobody@a.test', 1],
  ['out@a.test', 'bob@outside.example', 1],
  ['u1+shop@a.test', 'u2@a.test', 1],
  ['tagged@a.test', 'u1+lists@a.test', 1],
  ['over@a.test', 'whoever@b.test', 1],
  ['abuse@b.test', 'w@b.test', 1],
  ['asleep@a.test', 'v@off.test', 1],
  ['half@a.test', 'v@off.test', 1],
  ['half@a.test', 'u1@a.test', 1],
  ['@b.test', 'u2@a.test', 1],
]

const fill = async ({ mail }: Databases): Promise<void> => {
  const times = { created_at: now, updated_at: now }
  const counts = { users: 0, aliases: 0, inactive_users: 0, inactive_aliases: 0 }
  for (const [name, active] of Object.entries(domains)) {
    await mail
      .insertInto('domains')
      .values({ name, name_unicode: name, active, ...counts, ...times })
      .execute()
  }
  const ids = new Map(
    (await mail.selectFrom('domains').select(['id', 'name']).execute()).map((r) => [r.name, r.id]),
  )
  const place = (address: string) => {
    const domain_name = address.slice(address.indexOf('@') + 1)
    return { domain_name, domain_id: ids.get(domain_name) ?? 0 }
  }
  for (const [n, [email, active]] of Object.entries(mailboxes).entries()) {
    const more = { password: '{SSHA512}x', quota_bytes: n === 0 ? 0 : 5000, home_id: home(n) }
    await mail
      .insertInto('mailboxes')
      .values({ email, active, ...place(email), ...more, ...times })
      .execute()
  }
  for (const [source, destination, active] of aliases) {
    const row = { source, destination, active, ...place(source), ...times }
    await mail.insertInto('aliases').values(row).execute()
  }
  const settings = { postmaster_address: 'u1@a.test', default_quota_bytes: 7000 }
  await mail.updateTable('mail_settings').set(settings).execute()
}

type Ask = (query: string) => Promise<Record<string, unknown>[]>

/** Fills a query as Postfix does; one that names a part the key lacks is not run. */
const asPostfix =
  (ask: Ask) =>
  async (query: string, key: string): Promise<unknown[]> => {
    const at = key.indexOf('@')
    const parts = { u: key.slice(0, Math.max(at, 0)), d: at < 0 ? '' : key.slice(at + 1), s: key }
    if ((query.includes('%u') && parts.u === '') || (query.includes('%d') && parts.d === ''))
      return []
    const filled = query.replaceAll(/%([sud])/g, (_all, part: 's' | 'u' | 'd') => parts[part])
    return (await ask(filled)).map((row) => Object.values(row)[0]).sort()
  }

/** key → final destinations, answer at RCPT, logins that may send as it */
const expected: Readonly<Record<string, readonly [string[], string | undefined, string[]]>> = {
  'u1@a.test': [['u1@a.test'], 'DUNNO', ['u1@a.test']],
  'u1+tag@a.test': [['u1+tag@a.test'], 'DUNNO', ['u1@a.test']],
  'u1+shop@a.test': [['u2@a.test'], 'DUNNO', ['u1@a.test', 'u2@a.test']],
  'info@a.test': [['u1@a.test', 'u2@a.test'], 'DUNNO', ['u1@a.test', 'u2@a.test']],
  'info+tag@a.test': [['u1@a.test', 'u2@a.test'], 'DUNNO', []],
  'chain@a.test': [['u1@a.test', 'u2@a.test'], 'DUNNO', []],
  'loop@a.test': [['loop@a.test'], '550 5.1.1', []],
  'gone@a.test': [['gone@a.test'], '550 5.2.1', []],
  'quiet@a.test': [['quiet@a.test'], '550 5.2.1', []],
  'dead@a.test': [['dead@a.test'], '550 5.1.1', []],
  'out@a.test': [['bob@outside.example'], 'DUNNO', []],
  'tagged@a.test': [['u1+lists@a.test'], 'DUNNO', []],
  'over@a.test': [['u2@a.test'], 'DUNNO', []],
  'nobody@a.test': [[], 'DUNNO', []],
  '+odd@a.test': [[], 'DUNNO', []],
  'w@b.test': [['w@b.test'], 'DUNNO', ['w@b.test']],
  'w+tag@b.test': [['w+tag@b.test'], 'DUNNO', ['w@b.test']],
  'any@b.test': [['u2@a.test'], 'DUNNO', []],
  'postmaster@a.test': [['u1@a.test'], 'OK', []],
  'root+x@b.test': [['u1@a.test'], 'OK', []],
  'abuse@b.test': [['w@b.test'], 'OK', ['w@b.test']],
  'v@off.test': [['v@off.test'], '450 4.2.1', []],
  'asleep@a.test': [['v@off.test'], '450 4.2.1', []],
  'half@a.test': [['u1@a.test', 'v@off.test'], 'DUNNO', ['u1@a.test']],
  'bob@outside.example': [[], undefined, []],
  '@b.test': [[], undefined, []],
  'b.test': [[], undefined, []],
}

const judge = async (t: Test, ask: Ask, queries: ReturnType<typeof postfixQueries>) => {
  const look = asPostfix(ask)
  for (const [key, [destinations, access, senders]] of Object.entries(expected)) {
    t.same(await look(queries.destinations, key), destinations, `${key} leads to`)
    const answer = (await look(queries.recipient_access, key))[0]
    t.equal(
      access === undefined ? answer : String(answer).slice(0, access.length),
      access,
      `${key} at RCPT`,
    )
    t.same(await look(queries.sender_logins, key), senders, `${key} may be used by`)
  }
  t.same(await look(queries.domains, 'off.test'), ['off.test'])
  t.same(await look(queries.mailboxes, 'u1@a.test'), ['u1@a.test'])
  t.same(await look(queries.mailboxes, '@a.test'), [])
  // An error here would be the whole database's to Postfix.
  for (const wide of ['ü1@a.test', 'u1@ä.test', 'ä.test']) {
    for (const query of Object.values(queries).filter((one) => one.includes('%s'))) {
      t.notMatch(String(await look(query, wide)), /@|test/, `nobody is ${wide}`)
    }
  }
}

const store = { uid: 5000, gid: 5000 }
const quota = { field: 'quota_rule', value: '*:bytes={bytes}' }

const judgeDovecot = async (t: Test, ask: Ask, queries: ReturnType<typeof dovecotQueries>) => {
  const one = async (query: string, user: string) =>
    (await ask(query.replaceAll('{user}', user)))[0]
  t.match(await one(queries.password, 'u1@a.test'), { user: 'u1@a.test', password: '{SSHA512}x' })
  for (const user of ['gone@a.test', 'v@off.test', 'nobody@a.test']) {
    t.equal(await one(queries.password, user), undefined, `${user} may not log in`)
  }
  const place = `/store/00/${home(0)}`
  t.match(await one(queries.user, 'u1@a.test'), { home: place, quota_rule: '*:bytes=7000' })
  t.match(await one(queries.user, 'gone@a.test'), { quota_rule: '*:bytes=5000' })
  t.equal((await ask(queries.iterate)).length, 5)
}

t.test('the look-ups of Postfix and Dovecot, on SQLite', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'mc-look-ups-'))
  const files = { panel: join(folder, 'panel.sqlite'), mail: join(folder, 'mail.sqlite') }
  const dbs = await openDatabases({ kind: 'sqlite' }, files)
  t.teardown(async () => {
    await dbs.close()
    await rm(folder, { recursive: true, force: true })
  })
  await migrate(dbs, join(folder, 'copies'))
  await fill(dbs)
  const ask: Ask = async (query) =>
    (await sql.raw<Record<string, unknown>>(query).execute(dbs.mail)).rows
  await judge(t, ask, postfixQueries(sqliteNames))
  await judgeDovecot(t, ask, dovecotQueries(sqliteNames, '/store', store, quota))
})

t.test('the same on MariaDB, as accounts that see views only', async (t) => {
  const url = await freshSchema(t)
  const dbs = await openDatabases({ kind: 'mariadb', url }, { panel: '', mail: '' })
  t.teardown(() => dbs.close())
  await migrate(dbs, '')
  await fill(dbs)
  const accounts = {
    postfix: { user: `r${process.pid}_postfix`, password: 'ab12' },
    dovecot: { user: `r${process.pid}_dovecot`, password: 'cd34' },
  }
  await makeReaders(url, accounts)
  await makeReaders(url, accounts)
  const reader = async (role: 'postfix' | 'dovecot') => {
    const { hostname: host, port, pathname } = new URL(url)
    const connection = await createConnection({
      ...{ host, port: Number(port), database: pathname.slice(1) },
      ...accounts[role],
    })
    t.teardown(async () => {
      await connection.end()
      await sql.raw(`drop user '${accounts[role].user}'@'%'`).execute(dbs.mail)
    })
    const ask: Ask = async (query) => {
      const [rows] = await connection.query({ sql: query, rowsAsArray: false })
      return JSON.parse(JSON.stringify(rows))
    }
    return ask
  }
  const [postfix, dovecot] = [await reader('postfix'), await reader('dovecot')]
  await judge(t, postfix, postfixQueries(mariadbNames))
  await judgeDovecot(t, dovecot, dovecotQueries(mariadbNames, '/store', store, quota))
  for (const query of [
    'SELECT * FROM mailboxes',
    'SELECT * FROM lookup_logins',
    'SELECT * FROM accounts',
    "UPDATE lookup_mailboxes SET active = 1 WHERE email = 'gone@a.test'",
    "DELETE FROM lookup_aliases WHERE source = '@b.test'",
  ]) {
    await t.rejects(postfix(query), /denied/, query)
  }
  await t.rejects(dovecot('SELECT * FROM lookup_aliases'), /denied/)
})
