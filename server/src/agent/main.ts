import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, rmSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config/config.ts'
import type { Layout } from '../layout/index.ts'
import { buildAgentApp } from './app.ts'
import { assembleAgent } from './assemble.ts'
import { prepareSurroundings } from './boot.ts'
import { createBudget } from './budget.ts'
import { defaultSettings } from './default-settings.ts'
import type { AgentDeps } from './deps.ts'
import { createHandlers } from './handlers/index.ts'
import { openJournal } from './journal.ts'
import { applyStack } from './mailstack/apply.ts'
import { loadSettings } from './mailstack/desired.ts'
import { startEd25519Signer } from './mailstack/ed25519-signer.ts'
import { writeAtomic } from './mailstack/files.ts'
import { watchLookups } from './mailstack/lookup-watch.ts'
import { supervisordPrograms } from './mailstack/supervisord.ts'
import { createQueue, type Queue } from './queue.ts'
import { ensureState } from './state.ts'

/** Mailboxes purged and the like, in an hour; a purge of more goes on in the next one. */
const DESTROY_PER_HOUR = 1000

/** A new secret at every boot, readable by root and the panel's group. */
const writeBearer = async ({ agent, panel }: Layout): Promise<string> => {
  const bearer = randomBytes(32).toString('base64url')
  await writeAtomic(agent.bearer, `${bearer}\n`, { mode: 0o640, uid: 0, gid: panel.gid })
  return bearer
}

const listen = async (app: FastifyInstance, { agent, panel }: Layout): Promise<void> => {
  rmSync(agent.socket, { force: true })
  await app.listen({ path: agent.socket })
  chownSync(agent.socket, 0, panel.gid)
  chmodSync(agent.socket, 0o660)
}

/**
 * Brings the mail stack up from what the agent itself last applied: mail does not wait for the panel. Tries again until
 * it succeeds, since what is missing (an account at the database, a file) may come.
 */
const bringUp = async (deps: AgentDeps, configuration: Queue): Promise<void> => {
  for (let pause = 500; ; pause = Math.min(pause * 2, 30_000)) {
    try {
      await configuration(async () => {
        await applyStack(deps, (await loadSettings(deps)) ?? defaultSettings())
        await deps.manager.apply(supervisordPrograms(deps.layout))
        // An agent that was killed may have come as far as the tables.
        await startEd25519Signer(deps)
      })
      return
    } catch (error) {
      deps.log.error({ err: error }, 'the mail stack could not be brought up; trying again')
      await delay(pause)
    }
  }
}

/** Operations that run are finished first; the manager's own patience ends one that hangs. */
const stopOnSignals = (app: FastifyInstance, configuration: Queue): void => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      Promise.all([app.close(), configuration(async () => {})]).finally(() => process.exit(0))
    })
  }
}

/** The root half of the panel: makes what needs root, serves the operations, and starts the mail stack. */
export const startAgent = async (config: Config): Promise<void> => {
  const { layout } = config
  ensureState(layout)
  const deps = assembleAgent(config)
  const configuration = createQueue()
  const app = buildAgentApp({
    handlers: createHandlers(deps, configuration),
    bearer: await writeBearer(layout),
    journal: openJournal(layout.agent.journal),
    budget: createBudget(DESTROY_PER_HOUR),
    log: deps.log,
  })
  await listen(app, layout)
  stopOnSignals(app, configuration)
  await prepareSurroundings(deps)
  await bringUp(deps, configuration)
  await watchLookups(deps)
}
