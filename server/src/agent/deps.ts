import type { FastifyBaseLogger } from 'fastify'
import type { Layout } from '../layout/index.ts'
import type { ED25519_SIGNER } from '../layout/services.ts'
import type { Manager } from './managers/manager.ts'
import type { Run, RunStream } from './run.ts'

/** Daemons that read tables of domains beside their configuration. */
export type TableReader = 'opendkim' | typeof ED25519_SIGNER | 'unbound'

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
  /** Those that may run with older tables than the files have: whoever writes one adds, whoever reloads takes out. */
  readonly unread: Set<TableReader>
}
