import type { CallOpName, OpInput, OpOutput, StreamOpName } from '@mc/shared/ops'
import type { AgentDeps } from '../deps.ts'
import type { Queue } from '../queue.ts'
import { domainHandlers } from './domains.ts'
import { mailStoreHandlers } from './mail-store.ts'
import { queueHandlers } from './queue.ts'
import { serviceHandlers } from './services.ts'
import { stackHandlers } from './stack.ts'

type CallHandlers = { readonly [N in CallOpName]: (input: OpInput<N>) => Promise<OpOutput<N>> }
/** Text in pieces of any length: one JSON object a line. What fails before the first piece is refused like a call. */
type StreamHandlers = { readonly [N in StreamOpName]: (input: OpInput<N>) => AsyncIterable<string> }
/** One function for every operation of the table: a missing one does not compile. */
export type Handlers = CallHandlers & StreamHandlers

export const createHandlers = (deps: AgentDeps, configuration: Queue): Handlers => ({
  ...stackHandlers(deps, configuration),
  ...domainHandlers(deps, configuration),
  ...mailStoreHandlers(deps),
  ...queueHandlers(deps),
  ...serviceHandlers(deps, configuration),
})
