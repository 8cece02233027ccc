import type { FastifyBaseLogger } from 'fastify'
import type { Layout } from '../layout/index.ts'
import type { Manager } from './managers/manager.ts'
import type { Run, RunStream } from './run.ts'

/** What the handlers and the renderers work with; built once in main.ts. */
export interface AgentDeps {
  readonly layout: Layout
  readonly run: Run
  /** For output that is too long to keep. */
  readonly stream: RunStream
  readonly manager: Manager
  readonly log: FastifyBaseLogger
  /** `mysql://…` where the look-up tables are in MariaDB; undefined means the SQLite file of the layout. */
  readonly databaseUrl: string | undefined
}
