import type { OpInput, OpName, OpOutput } from '@mc/shared/ops'
import type { AgentDeps } from '../deps.ts'
import type { Queue } from '../queue.ts'
import { domainHandlers } from './domains.ts'
import { mailStoreHandlers } from './mail-store.ts'
import { stackHandlers } from './stack.ts'

/** One function for every operation of the table: a missing one does not compile. */
export type Handlers = {
  readonly [N in OpName]: (input: OpInput<N>) => Promise<OpOutput<N>>
}

export const createHandlers = (deps: AgentDeps, configuration: Queue): Handlers => ({
  ...stackHandlers(deps, configuration),
  ...domainHandlers(deps, configuration),
  ...mailStoreHandlers(deps),
})
