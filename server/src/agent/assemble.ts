import Fastify from 'fastify'
import type { Config } from '../config/config.ts'
import type { Layout } from '../layout/index.ts'
import { ED25519_SIGNER } from '../layout/services.ts'
import type { AgentDeps } from './deps.ts'
import type { Manager } from './managers/manager.ts'
import { supervisord } from './managers/supervisord.ts'
import { systemd } from './managers/systemd.ts'
import { createRun, createRunStream, type Run } from './run.ts'

const managerOf = (layout: Layout, run: Run): Manager => {
  if (layout.supervisor) return supervisord(layout.supervisor, layout.stack.logs)
  if (layout.systemd) return systemd(layout.services, layout.systemd, run)
  throw new Error('This layout names no process manager that is known')
}

/** What handlers and renderers work with, built by hand. */
export const assembleAgent = ({ layout, database }: Config): AgentDeps => {
  const run = createRun(layout.programs)
  return {
    layout,
    run,
    stream: createRunStream(layout.programs),
    manager: managerOf(layout, run),
    log: Fastify({ logger: true }).log,
    databaseUrl: database.kind === 'mariadb' ? database.url : undefined,
    // An agent that was killed may have written what nobody was told of.
    unread: new Set([
      'opendkim',
      ED25519_SIGNER,
      ...(layout.stack.surroundings ? (['unbound'] as const) : []),
    ]),
  }
}
