import type { AgentDeps } from '../deps.ts'
import { applyStack } from '../mailstack/apply.ts'
import { readCertificate } from '../mailstack/certificate.ts'
import { saveSettings } from '../mailstack/desired.ts'
import type { Queue } from '../queue.ts'
import { createStatus } from '../status.ts'
import type { Handlers } from './index.ts'

type StackOps = 'stack.status' | 'stack.apply' | 'certificate.read'

/** @param configuration what writes configuration files stands in this queue */
export const stackHandlers = (deps: AgentDeps, configuration: Queue): Pick<Handlers, StackOps> => ({
  'stack.status': createStatus(deps),
  'stack.apply': (settings) =>
    configuration(async () => {
      const { changed } = await applyStack(deps, settings)
      // Only what the daemons took becomes what the next boot starts from.
      await saveSettings(deps, settings)
      return { changed, certificate: await readCertificate(deps) }
    }),
  'certificate.read': () => readCertificate(deps),
})
