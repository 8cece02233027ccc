import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '@mc/server/app.ts'
import { type Config, configFrom } from '@mc/server/config/config.ts'
import { readEnv } from '@mc/server/config/env.ts'
import { createLog } from '@mc/server/lib/log.ts'
import { openDeps } from '@mc/server/main.ts'
import type { Permission, Role } from '@mc/shared/contract'
import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { type Accounts, testAccounts } from './accounts.ts'
import { Client } from './client.ts'
import { freshSchema } from './mariadb.ts'

export type AppDeps = Awaited<ReturnType<typeof openDeps>>['deps']

export interface TestApp {
  readonly app: FastifyInstance
  readonly deps: AppDeps
  readonly accounts: Accounts
  /** A signed-in browser of a new account. */
  as(role: Role, permissions?: readonly Permission[]): Promise<Client>
  /** Somebody without cookie or token. */
  readonly nobody: Client
}

export interface TestAppOptions {
  /** What MC_TEST_DATABASE says when absent, else SQLite. */
  readonly database?: 'sqlite' | 'mariadb'
  /** Environment of the panel beside what the helper sets. */
  readonly env?: Readonly<Record<string, string>>
  /** Replaces parts before the application is built (an agent that answers, a clock). */
  readonly change?: (deps: AppDeps) => AppDeps
}

const database = (wanted: TestAppOptions['database']): 'sqlite' | 'mariadb' =>
  wanted ?? (process.env.MC_TEST_DATABASE === 'mariadb' ? 'mariadb' : 'sqlite')

const configOf = async (t: Test, { database: wanted, env }: TestAppOptions): Promise<Config> => {
  const stateDir = await mkdtemp(join(tmpdir(), 'mc-test-'))
  t.teardown(() => rm(stateDir, { recursive: true, force: true }))
  const mariadb = database(wanted) === 'mariadb' ? { MC_DATABASE_URL: await freshSchema(t) } : {}
  return configFrom(readEnv({ MC_STATE_DIR: stateDir, MC_MAIL: 'none', ...mariadb, ...env }))
}

/** The whole panel on a database of its own, not listening; gone when the test ends. */
export const buildTestApp = async (t: Test, options: TestAppOptions = {}): Promise<TestApp> => {
  const config = await configOf(t, options)
  const opened = await openDeps(config, createLog('silent'))
  const deps = options.change ? options.change(opened.deps) : opened.deps
  const app = await buildApp(deps)
  await app.ready()
  t.teardown(async () => {
    await app.close()
    await opened.close()
  })
  const accounts = testAccounts(deps)
  return {
    app,
    deps,
    accounts,
    nobody: new Client(app, {}),
    as: async (role, permissions = []) => {
      const { cookie } = await accounts.signedIn(role, permissions)
      return new Client(app, { cookie })
    },
  }
}
