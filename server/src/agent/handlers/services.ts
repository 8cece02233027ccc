import type { AgentDeps } from '../deps.ts'
import type { Queue } from '../queue.ts'
import { controlService } from '../service-control.ts'
import { listServices } from '../services.ts'
import type { Handlers } from './index.ts'

/**
 * @param configuration what writes configuration files stands in this queue: a daemon that is stopped while its new
 * configuration is watched would look like a refusal
 */
export const serviceHandlers = (
  deps: AgentDeps,
  configuration: Queue,
): Pick<Handlers, 'services.list' | 'services.control'> => ({
  'services.list': async () => ({ services: await listServices(deps) }),
  'services.control': (input) => configuration(() => controlService(deps, input)),
})
