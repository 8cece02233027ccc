import cookie from '@fastify/cookie'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import type { Deps } from './deps.ts'
import { accounts } from './features/accounts/routes.ts'
import { aliases } from './features/aliases/routes.ts'
import { auth } from './features/auth/routes.ts'
import { dkim } from './features/dkim/routes.ts'
import { dns } from './features/dns/routes.ts'
import { docs } from './features/docs/routes.ts'
import { domains } from './features/domains/routes.ts'
import { events } from './features/events/routes.ts'
import { health } from './features/health/routes.ts'
import { jobs } from './features/jobs/routes.ts'
import { logs } from './features/logs/routes.ts'
import { overview } from './features/overview/routes.ts'
import { queue } from './features/queue/routes.ts'
import { services } from './features/services/routes.ts'
import { settings } from './features/settings/routes.ts'
import { stats } from './features/stats/routes.ts'
import { tokens } from './features/tokens/routes.ts'
import { trash } from './features/trash/routes.ts'
import { users } from './features/users/routes.ts'
import { lazyCompilers } from './http/compilers.ts'
import { access } from './plugins/access.ts'
import type { AuditLog } from './plugins/audit.ts'
import { bodies } from './plugins/bodies.ts'
import { clientErrorHandler, errors, sendError, toAppError } from './plugins/errors.ts'
import type { EventHub } from './plugins/events.ts'
import { front } from './plugins/front.ts'
import { idempotency } from './plugins/idempotency.ts'
import type { JobRunner } from './plugins/jobs.ts'
import type { Metrics } from './plugins/metrics.ts'
import { queries } from './plugins/queries.ts'
import { limits } from './plugins/rate-limit.ts'
import { requestIds } from './plugins/request-ids.ts'
import { spa } from './plugins/spa.ts'
import { unmatched } from './plugins/unmatched.ts'

const BODY_LIMIT = 64 * 1024

/** Parts with hooks of their own; features see the narrower Deps. */
export type AppDeps = Deps & {
  readonly audit: AuditLog
  readonly metrics: Metrics
  readonly hub: EventHub
  readonly jobs: JobRunner
}

/** Features in the order of the documentation. */
const features = [
  health,
  auth,
  domains,
  users,
  aliases,
  trash,
  dkim,
  dns,
  accounts,
  tokens,
  logs,
  queue,
  services,
  settings,
  overview,
  stats,
  jobs,
  events,
  docs,
]

const bareApp = (deps: Deps): FastifyInstance =>
  Fastify({
    loggerInstance: deps.log,
    // A line a request is the proxy's business; failures are logged with their request id.
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (logger) => logger,
    genReqId: requestIds(),
    bodyLimit: BODY_LIMIT,
    // Keep-alive connections must not hold up the end.
    forceCloseConnections: 'idle',
    requestTimeout: 60_000,
    clientErrorHandler,
    frameworkErrors: (error, request, reply) => sendError(request, reply, toAppError(error)),
  })

/** The whole application, not listening: plugins in the order in which a request meets them, then the features. */
export const buildApp = async (deps: AppDeps): Promise<FastifyInstance> => {
  const { config, sessions, audit, metrics, hub } = deps
  const app = bareApp(deps)
  lazyCompilers(app)
  errors(app)
  front(app, config)
  await app.register(cookie)
  const limitUnmatched = await limits(app, sessions)
  access(app, sessions, config)
  bodies(app)
  queries(app)
  idempotency(app, deps.db.panel)
  audit.hooks(app)
  metrics.serve(app)
  hub.hooks(app)
  unmatched(app, limitUnmatched, await spa(app, config.webDir))
  await app.register(
    async (api) => {
      for (const feature of features) feature(api, deps)
    },
    { prefix: '/api' },
  )
  return app
}
