// What the panel is compared with: the same web framework, the same database, one query a handler, nothing else.
import { createHash, randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import Fastify from 'fastify'
import { createPool, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise'

type Values = readonly (string | number)[]
interface Queries {
  all(sql: string, values: Values): Promise<unknown[]>
  insert(values: Values): Promise<number>
}

/** Set as the panel sets its own connections, so that the same commit costs the same. */
const sqlite = (panelFile: string, mailFile: string): Queries => {
  const panel = new DatabaseSync(panelFile, { timeout: 5000 })
  const mail = new DatabaseSync(mailFile, { timeout: 5000 })
  for (const db of [panel, mail]) {
    db.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY')
  }
  const reads = new Map([
    [SESSION, panel.prepare(SESSION)],
    [PAGE, mail.prepare(PAGE)],
  ])
  const insert = mail.prepare(INSERT)
  return {
    all: async (sql, values) => reads.get(sql)?.all(...values) ?? [],
    insert: async (values) => Number(insert.run(...values).lastInsertRowid),
  }
}

const mariadb = (url: string): Queries => {
  const pool = createPool({ uri: url, connectionLimit: 10, dateStrings: true })
  return {
    all: async (sql, values) => (await pool.query<RowDataPacket[]>(sql, [...values]))[0],
    insert: async (values) => (await pool.query<ResultSetHeader>(INSERT, [...values]))[0].insertId,
  }
}

/** As the panel asks for it: ORDER BY with all columns at once would make MariaDB sort the whole table. */
const PAGE = `SELECT t.id, t.domain_id, t.email, t.active, t.quota_bytes, t.created_at, t.updated_at, t.domain_name
  FROM (SELECT id FROM mailboxes ORDER BY email LIMIT 20 OFFSET ?) p
  CROSS JOIN mailboxes t ON t.id = p.id ORDER BY t.email`
const SESSION = `SELECT a.id, a.username, a.email, a.role, a.permissions, s.fresh_until, s.expires_at
  FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE s.id = ?`
const INSERT = `INSERT INTO mailboxes (domain_id, domain_name, email, password, quota_bytes, active, home_id,
  created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`

const { BARE_PANEL = '', BARE_MAIL = '', BARE_URL, BARE_SESSION = '', MC_PORT } = process.env
const db = BARE_URL === undefined ? sqlite(BARE_PANEL, BARE_MAIL) : mariadb(BARE_URL)
const app = Fastify()

app.get('/alive', async () => ({ status: 'ok' }))
app.get<{ Querystring: { page: string } }>('/page', async ({ query }) => ({
  data: await db.all(PAGE, [(Number(query.page) - 1) * 20]),
}))
app.get('/me', async () => (await db.all(SESSION, [BARE_SESSION]))[0])
app.post<{ Body: { email: string; domain_id: number } }>('/mailbox', async ({ body }, reply) => {
  const now = new Date().toISOString()
  const home = createHash('md5').update(randomUUID()).digest('hex')
  const domain = body.email.slice(body.email.indexOf('@') + 1)
  const row = [body.domain_id, domain, body.email, '{SSHA512}', 0, 1, home, now, now]
  const id = await db.insert(row)
  return reply.code(201).send({ id, ...body })
})

await app.listen({ host: '127.0.0.1', port: Number(MC_PORT) })
process.once('SIGTERM', () => app.close())
