import { mkdirSync } from 'node:fs'
import type { Server } from 'node:http'
import { dirname } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import { type AppDeps, buildApp } from './app.ts'
import { assemble } from './assemble.ts'
import { type Config, ConfigError, configFrom } from './config/config.ts'
import { readEnv } from './config/env.ts'
import { checkStateFormat, markStateFormat, StateRefusedError } from './config/state-format.ts'
import { migrate, openDatabases } from './db/index.ts'
import { readSettings } from './db/settings.ts'
import { createLog } from './lib/log.ts'
import { reconcileAudit } from './plugins/audit.ts'
import { prepareSetup } from './plugins/setup-token.ts'

/** EX_CONFIG of sysexits.h: a start that no second try can mend. */
const EX_CONFIG = 78
/** Requests under way may take this long when we are asked to stop. */
const DRAIN_MS = 4000

/** Opens what the features use. `close` ends it in the right order. */
export const openDeps = async (
  config: Config,
  log: FastifyBaseLogger,
): Promise<{ deps: AppDeps; close: () => Promise<void> }> => {
  checkStateFormat(config.stateDir)
  for (const file of [config.databaseFiles.panel, config.databaseFiles.mail]) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  }
  const db = await openDatabases(config.database, config.databaseFiles)
  try {
    await migrate(db, config.copies, (sentence) => log.info(sentence))
    markStateFormat(config.stateDir)
    await reconcileAudit(db)
    await prepareSetup(config, db)
    const deps = assemble(config, db, log)
    await deps.jobs.settle()
    deps.trace.keep((await readSettings(db.panel)).values.trace_days)
    return {
      deps,
      close: async () => {
        await deps.jobs.stop()
        await deps.vitals.stop()
        await deps.dns.stop()
        await deps.machine.stop()
        await deps.trace.close()
        await db.close()
      },
    }
  } catch (error) {
    await db.close()
    throw error
  }
}

const listening = (server: Server, at: { host: string; port: number }): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject).listen(at.port, at.host, () => resolve())
  })

const serveUntilStopped = async (config: Config, log: FastifyBaseLogger): Promise<void> => {
  const { deps, close } = await openDeps(config, log)
  const app = await buildApp(deps)
  const metrics = config.metricsListen ? deps.metrics.listener() : undefined
  try {
    await app.listen({ host: config.host, port: config.port })
    if (metrics && config.metricsListen) await listening(metrics, config.metricsListen)
  } catch (error) {
    await app.close()
    await close()
    throw error
  }
  deps.machine.start()
  deps.dns.start()
  deps.jobs.watch()
  deps.vitals.start()
  const stop = async (): Promise<void> => {
    // Whoever holds a connection open after this has had his answer or will not get one.
    setTimeout(() => app.server.closeAllConnections(), DRAIN_MS).unref()
    metrics?.close()
    await app.close()
    await close()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop().catch((err: unknown) => {
        log.error({ err }, 'The panel did not stop cleanly')
        process.exitCode = 1
      })
    })
  }
}

/** The address is taken or not ours: Node's own sentence names it. */
const isListenFault = (error: unknown): error is Error =>
  error instanceof Error && 'syscall' in error && error.syscall === 'listen'

/** The API process: serves until SIGTERM or SIGINT, then finishes what is under way. */
export const main = async (): Promise<void> => {
  const log = createLog()
  try {
    await serveUntilStopped(configFrom(readEnv()), log)
  } catch (error) {
    const final = error instanceof ConfigError || error instanceof StateRefusedError
    if (!final && !isListenFault(error)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = final ? EX_CONFIG : 1
  }
}
