import type { CallOpName, OpInput, OpOutput, StreamOpName } from '@mc/shared/ops'
import type { FastifyBaseLogger } from 'fastify'
import type { Config } from './config/config.ts'
import type { AuditRow } from './db/audit-rows.ts'
import type { Databases } from './db/index.ts'
import type { Caller } from './http/caller.ts'
import type { DnsKeeper } from './plugins/dns/index.ts'
import type { Events } from './plugins/events.ts'
import type { Jobs } from './plugins/jobs.ts'
import type { Machine } from './plugins/machine/index.ts'
import type { Passwords } from './plugins/passwords.ts'
import type { Services } from './plugins/services.ts'
import type { Sessions } from './plugins/session.ts'
import type { Vitals } from './plugins/vitals/index.ts'
import type { Trace } from './trace/index.ts'

/** The agent as the API sees it: throws AppError('agent_unavailable') when it does not answer. */
export interface Agent {
  /** False where no mail stack belongs to this panel (`MC_MAIL=none`, no root). */
  readonly present: boolean
  /** @param caller for whom, for root's journal */
  call<N extends CallOpName>(op: N, input: OpInput<N>, caller?: Caller): Promise<OpOutput<N>>
  /** An operation that answers line by line; leaving the loop ends it. */
  stream<N extends StreamOpName>(
    op: N,
    input: OpInput<N>,
    caller?: Caller,
  ): AsyncIterable<OpOutput<N>>
  /** The same as text in pieces of any length, unread: for work on another thread, which checks it there. */
  pieces<N extends StreamOpName>(op: N, input: OpInput<N>, caller?: Caller): AsyncIterable<string>
}

export interface Deed {
  /** `domain.create` … */
  readonly action: string
  readonly target: string
  /** Allow-listed fields only; never a secret. */
  readonly before?: Readonly<Record<string, unknown>>
  readonly after?: Readonly<Record<string, unknown>>
}

export interface Audit {
  /**
   * Writes the row as `pending`, does the deed, completes the row. The deed gets the row's id and stores it with its
   * change (`applied_changes` in `mail`), so that a crash between the two files is reconciled at the next start.
   * @throws AppError audit_unavailable when the row cannot be written: then the deed is not done.
   */
  record<T>(caller: Caller, deed: Deed, work: (auditId: number) => Promise<T>): Promise<T>
  /** The row of a deed that is done, for a change that writes it in its own transaction. */
  row(caller: Caller, deed: Deed): AuditRow
  /**
   * Writes the row of a refusal under a name of its own (`auth.login_failed`). What is refused under the endpoint's
   * own name needs no call: the plugin's hook writes it.
   */
  refused(caller: Caller, deed: Deed): Promise<void>
}

/** Everything a feature may use; built once in main.ts, by hand. */
export interface Deps {
  readonly config: Config
  readonly db: Databases
  readonly agent: Agent
  readonly audit: Audit
  readonly sessions: Sessions
  readonly passwords: Passwords
  readonly machine: Machine
  readonly dns: DnsKeeper
  readonly events: Events
  readonly jobs: Jobs
  readonly services: Services
  readonly trace: Trace
  readonly vitals: Vitals
  readonly log: FastifyBaseLogger
}
