import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { Resolver } from 'node:dns/promises'
import { once } from 'node:events'
import type { BodyOf, Key, ReplyOf } from '@mc/shared/contract'
import { createConnection } from 'mysql2/promise'
import type { Test } from 'tap'
import { listen } from './event-stream.ts'
import { startMariadb } from './mariadb.ts'
import { type Panel, type PanelOptions, startPanel } from './panel.ts'
import { until } from './until.ts'

export const MAIL_PASSWORD = 'Correct-Horse-9'

interface Answer<K extends Key> {
  readonly status: number
  readonly body: ReplyOf<K> & { readonly error?: string; readonly code?: string }
}

interface Call<K extends Key> {
  readonly body?: BodyOf<K>
  /** A body as it stands, JSON or not. */
  readonly raw?: string
  readonly query?: Readonly<Record<string, string | number>>
  readonly params?: Readonly<Record<string, string | number>>
}

export interface Mailbox {
  readonly id: number
  readonly email: string
}

/** The whole product, running, with an administrator: objects are made through its API, mail goes through its daemons. */
export interface MailBed {
  readonly panel: Panel
  /** Asks the private resolver. */
  readonly dns: Resolver
  call<K extends Key>(key: K, call?: Call<K>): Promise<Answer<K>>
  /** What a page of the administrator hears live. */
  listen(topics: string): ReturnType<typeof listen>
  /** Makes a domain and waits until the machine has its key and its records. @returns its id */
  domain(name: string): Promise<number>
  /** A domain that no other test has. */
  freshDomain(): Promise<{ id: number; name: string }>
  mailbox(email: string, more?: { quota_bytes?: number; active?: boolean }): Promise<Mailbox>
  alias(source: string, destination: string, active?: boolean): Promise<number>
  /** Stops and starts the database, where it is a server of its own. */
  readonly database: { stop(): Promise<void>; start(): void } | undefined
}

/** A documentation address (RFC 3849) in a /64 of its own: rate limits count by that. */
const someAddress = (): string => {
  const hex = randomBytes(6).toString('hex')
  return `2001:db8:${hex.slice(0, 4)}:${hex.slice(4, 8)}::1`
}

/** One browser: keeps the cookie that the set-up gave it. */
const browser = (url: string) => {
  let cookie = ''
  const call = async <K extends Key>(key: K, call: Call<K> = {}): Promise<Answer<K>> => {
    const [method = 'GET', path = ''] = key.split(' ')
    const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
      String(call.params?.[name]),
    )
    const query = new URLSearchParams(
      Object.entries(call.query ?? {}).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]),
    )
    const text = call.raw ?? (call.body === undefined ? undefined : JSON.stringify(call.body))
    const response = await fetch(`${url}/api${filled}${query.size > 0 ? `?${query}` : ''}`, {
      method,
      headers: {
        cookie,
        'x-forwarded-for': someAddress(),
        ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(text === undefined ? {} : { body: text }),
    })
    cookie = response.headers.getSetCookie().at(0)?.split(';')[0] ?? cookie
    return { status: response.status, body: (await response.json()) as Answer<K>['body'] }
  }
  return { call, cookie: () => cookie }
}

const expectStatus = <K extends Key>(answer: Answer<K>, status: number): Answer<K>['body'] => {
  if (answer.status === status) return answer.body
  throw new Error(`${answer.status} instead of ${status}: ${JSON.stringify(answer.body)}`)
}

const localPart = (email: string): string => email.slice(0, email.indexOf('@'))
const domainPart = (email: string): string => email.slice(email.indexOf('@') + 1)

/** A private MariaDB that can be stopped and started again on its data. */
const withMariadb = async (t: Test) => {
  const server = await startMariadb((ending) => t.teardown(ending))
  const connection = await createConnection(`${server.base}mysql`)
  await connection.query('create database mc')
  await connection.end()
  let running = server.process
  const start = () => {
    running = spawn('mariadbd', running.spawnargs.slice(1), { stdio: 'ignore' })
  }
  const stop = async () => {
    const gone = once(running, 'exit')
    running.kill('SIGTERM')
    await gone
  }
  t.teardown(async () => {
    if (running !== server.process && running.exitCode === null) await stop()
  })
  return { url: `${server.base}mc`, stop, start }
}

/** @param database where the panel keeps its data */
export const startMailBed = async (
  t: Test,
  database: 'sqlite' | 'mariadb' = 'sqlite',
  options: PanelOptions = {},
): Promise<MailBed> => {
  const mariadb = database === 'mariadb' ? await withMariadb(t) : undefined
  const env = mariadb === undefined ? {} : { MC_DATABASE_URL: mariadb.url }
  const panel = await startPanel(t, { ...options, env: { ...env, ...options.env } })
  const { call, cookie } = browser(panel.url)
  const dns = new Resolver({ timeout: 2000, tries: 2 })
  dns.setServers([`127.0.0.1:${panel.ports.dns}`])
  expectStatus(
    await call('POST /auth/setup', {
      body: {
        setup_token: panel.setupToken,
        username: 'admin',
        email: 'admin@elsewhere.example',
        password: MAIL_PASSWORD,
      },
    }),
    201,
  )
  const ids = new Map<string, number>()
  const published = async (name: string): Promise<boolean> =>
    (await dns.resolveTxt(`mail._domainkey.${name}`).catch(() => [])).length > 0
  const domain = async (name: string): Promise<number> => {
    const { id } = expectStatus(await call('POST /domains', { body: { name } }), 201)
    ids.set(name, id)
    await until(`${name} has its records`, 60_000, () => published(name))
    return id
  }
  return {
    panel,
    dns,
    call,
    listen: (topics) => listen(panel.url, { cookie: cookie() }, topics),
    domain,
    freshDomain: async () => {
      const name = `t${randomBytes(4).toString('hex')}.test`
      return { id: await domain(name), name }
    },
    mailbox: async (email, more = {}) => {
      const body = {
        email,
        password: MAIL_PASSWORD,
        domain_id: ids.get(domainPart(email)) ?? 0,
        ...more,
      }
      const { id } = expectStatus(await call('POST /users', { body }), 201)
      return { id, email: `${localPart(email)}@${domainPart(email)}` }
    },
    alias: async (source, destination, active = true) => {
      const body = { source, destination, domain_id: ids.get(domainPart(source)) ?? 0, active }
      return expectStatus(await call('POST /aliases', { body }), 201).id
    },
    database: mariadb,
  }
}
