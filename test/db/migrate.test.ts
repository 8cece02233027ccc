import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type DatabaseConfig, type Databases, migrate, openDatabases } from '@mc/server/db/index.ts'
import { readTotals } from '@mc/server/db/mail-rows.ts'
import { sql } from 'kysely'
import { createConnection } from 'mysql2/promise'
import t, { type Test } from 'tap'
import { freshSchema } from '../helpers/mariadb.ts'

const fixtures = join(import.meta.dirname, 'fixtures')

const folder = (t: Test): string => {
  const dir = mkdtempSync(join(tmpdir(), 'mc-db-'))
  t.teardown(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

interface Bed {
  readonly dir: string
  readonly config: DatabaseConfig
  readonly open: () => Promise<Databases>
  /** Loads the tables and rows of a released state. */
  readonly load: (release: string) => Promise<void>
}

const sqliteBed = async (t: Test): Promise<Bed> => {
  const dir = folder(t)
  const files = { panel: join(dir, 'panel.sqlite'), mail: join(dir, 'mail.sqlite') }
  const config = { kind: 'sqlite' as const }
  return {
    dir,
    config,
    open: () => openDatabases(config, files),
    load: async (release) => {
      for (const name of ['panel', 'mail'] as const) {
        const raw = new DatabaseSync(files[name])
        raw.exec('PRAGMA journal_mode = WAL')
        raw.exec(readFileSync(join(fixtures, release, `sqlite-${name}.sql`), 'utf8'))
        raw.close()
      }
    },
  }
}

const mariadbBed = async (t: Test): Promise<Bed> => {
  const url = await freshSchema(t)
  const dir = folder(t)
  const config = { kind: 'mariadb' as const, url }
  return {
    dir,
    config,
    open: () => openDatabases(config, { panel: '', mail: '' }),
    load: async (release) => {
      const connection = await createConnection({ uri: url, multipleStatements: true })
      await connection.query(readFileSync(join(fixtures, release, 'mariadb.sql'), 'utf8'))
      await connection.end()
    },
  }
}

for (const [kind, bedOf] of [
  ['sqlite', sqliteBed],
  ['mariadb', mariadbBed],
] as const) {
  t.test(`${kind}: a new database is made, a second start changes nothing`, async (t) => {
    const { open, dir } = await bedOf(t)
    const said: string[] = []
    const start = async () => {
      const dbs = await open()
      await migrate(dbs, join(dir, 'copies'), (sentence) => said.push(sentence))
      return dbs
    }
    const first = await start()
    t.match(await readTotals(first.mail), { domains: 0, users: 0, aliases: 0 })
    await first.mail.updateTable('mail_totals').set({ domains: 7 }).execute()
    await first.close()
    const sentences = said.length
    const second = await start()
    t.match(await readTotals(second.mail), { domains: 7 })
    t.equal(said.length, sentences)
    await second.close()
    t.same(readdirSync(dir).includes('copies'), false, 'a new database needs no copy')
  })

  t.test(`${kind}: a state of a newer version is refused and left alone`, async (t) => {
    const { open, dir } = await bedOf(t)
    const dbs = await open()
    await migrate(dbs, join(dir, 'copies'))
    await sql`insert into mail_migrations (name, timestamp) values ('0999-later', '2099-01-01T00:00:00.000Z')`.execute(
      dbs.mail,
    )
    await t.rejects(migrate(dbs, join(dir, 'copies')), {
      message: /newer version.*mail\/0999-later/,
    })
    await dbs.close()
  })

  t.test(`${kind}: an interrupted update is finished by the next start`, async (t) => {
    const { open, dir } = await bedOf(t)
    const dbs = await open()
    await migrate(dbs, join(dir, 'copies'))
    await sql`delete from mail_migrations`.execute(dbs.mail)
    await sql`drop index aliases_created ${sql.raw(kind === 'mariadb' ? 'on aliases' : '')}`.execute(
      dbs.mail,
    )
    await dbs.mail.updateTable('mail_totals').set({ domains: 7 }).execute()
    const said: string[] = []
    await migrate(dbs, join(dir, 'copies'), (sentence) => said.push(sentence))
    t.match(await readTotals(dbs.mail), { domains: 7 }, 'rows are as they were')
    t.match(said[0], kind === 'sqlite' ? /^Copies/ : /no copy/)
    await dbs.close()
    if (kind === 'mariadb') return
    const copies = readdirSync(join(dir, 'copies'))
    t.equal(copies.length, 2)
    for (const copy of copies) {
      const file = join(dir, 'copies', copy)
      t.equal(statSync(file).mode & 0o777, 0o600)
      const raw = new DatabaseSync(file, { readOnly: true })
      t.match(raw.prepare('PRAGMA integrity_check').get(), { integrity_check: 'ok' })
      raw.close()
    }
  })

  for (const release of readdirSync(fixtures).filter((name) => !name.endsWith('.md'))) {
    t.test(
      `${kind}: the state of release ${release} is opened with all that is in it`,
      async (t) => {
        const { open, load, dir } = await bedOf(t)
        await load(release)
        const dbs = await open()
        await migrate(dbs, join(dir, 'copies'))
        const domains = await dbs.mail.selectFrom('domains').selectAll().execute()
        t.match(domains, [{ name: 'xn--mnchen-3ya.example', users: 1, aliases: 1 }])
        const boxes = await dbs.mail.selectFrom('mailboxes').selectAll().execute()
        t.match(boxes, [{ email: 'anna@xn--mnchen-3ya.example', password: /^\{SSHA512\}/ }])
        const aliases = await dbs.mail.selectFrom('aliases').selectAll().execute()
        t.match(aliases, [
          { source: 'info@xn--mnchen-3ya.example', destination: 'anna@xn--mnchen-3ya.example' },
        ])
        const accounts = await dbs.panel.selectFrom('accounts').selectAll().execute()
        t.match(accounts, [{ username: 'admin', role: 'admin' }])
        t.match(await dbs.panel.selectFrom('trash').selectAll().execute(), [{ state: 'kept' }])
        t.equal((await dbs.panel.selectFrom('audit').selectAll().execute()).length, 1)
        await dbs.close()
      },
    )
  }
}

t.test('sqlite: files of ours are private, and side files are left empty', async (t) => {
  const { open, dir } = await sqliteBed(t)
  const dbs = await open()
  await migrate(dbs, join(dir, 'copies'))
  const mode = (name: string) => statSync(join(dir, name)).mode & 0o777
  t.equal(mode('panel.sqlite'), 0o600)
  t.equal(mode('panel.sqlite-wal'), 0o600)
  t.equal(mode('mail.sqlite'), 0o640)
  // A reader holds the file open, as Postfix does: the last one to close would remove the side files.
  const reader = new DatabaseSync(join(dir, 'mail.sqlite'), { readOnly: true })
  reader.prepare('select count(*) from domains').get()
  await dbs.close()
  t.equal(statSync(join(dir, 'mail.sqlite-wal')).size, 0)
  reader.close()
})
